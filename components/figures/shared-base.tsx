'use client';

import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { useState, type ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { kindColor, type InstructionKind } from './instruction-kind.ts';
import { PullFields } from './pull-fields.tsx';
import {
  formulaOf,
  packagings,
  pullEvents,
  pullOf,
  pullPlan,
  totalOf,
  type Packaging,
  type Pull,
  type PullEvent,
  type PullSizes,
} from './pull-plan.ts';
import { share } from './share.ts';

const packagingName: Record<Packaging, string> = {
  'one-image': 'One image with all models',
  'own-packages': 'One image per model',
  'shared-base': 'One image per model, shared base',
};
const eventName: Record<PullEvent, string> = {
  'first-start': 'A node starts with nothing',
  'model-retrained': 'One of its models is retrained',
  'package-updated': 'A package is updated',
  'base-patched': 'The base image is patched',
};
const partKind: Record<keyof Pull, InstructionKind> = { base: 'from', packages: 'run', models: 'copy' };
const partName: Record<keyof Pull, string> = {
  base: 'Base image (b)',
  packages: 'Packages (p)',
  models: 'Models (m)',
};
const parts = Object.keys(partKind) as (keyof Pull)[];

/** What a node has to pull for several models, with three ways of packaging them. The reader sets the sizes. */
export function SharedBase({ start, caption }: { start: PullSizes; caption?: ReactNode }) {
  const [sizes, setSizes] = useState(start);
  const [linked, setLinked] = useState(false);
  const clamped = { ...sizes, onNode: Math.min(sizes.onNode, sizes.models) };
  const rows = pullEvents.map((event) => ({
    event,
    ways: packagings.map((packaging) => wayOf(packaging, event, linked, clamped)),
  }));
  const largest = Math.max(1, ...rows.flatMap(({ ways }) => ways.map(({ total }) => total)));

  return (
    <FigureFrame
      title="What a node pulls"
      legend={parts.map((part) => (
        <li key={part}>
          <span aria-hidden className="swatch" style={{ background: kindColor(partKind[part]) }} />
          {partName[part]}
        </li>
      ))}
      caption={caption}
      table={<PullTable rows={rows} />}
    >
      <PullFields sizes={sizes} onSizes={setSizes} linked={linked} onLinked={setLinked} />
      {rows.map(({ event, ways }) => (
        <div key={event} className="pull-event">
          <p>{eventName[event]}</p>
          <ul className="rows">
            {ways.map((way) => (
              <WayRow key={way.packaging} way={way} largest={largest} />
            ))}
          </ul>
        </div>
      ))}
    </FigureFrame>
  );
}

interface Way {
  packaging: Packaging;
  formula: string;
  pull: Pull;
  /** Megabytes. */
  total: number;
  seconds: string;
}

function wayOf(packaging: Packaging, event: PullEvent, linked: boolean, sizes: PullSizes): Way {
  const plan = pullPlan(packaging, event, linked);
  const pull = pullOf(plan, sizes);
  const total = totalOf(pull);
  const seconds = sizes.mbPerSecond > 0 ? formatDuration((total / sizes.mbPerSecond) * 1_000) : 'never';
  return { packaging, formula: formulaOf(plan), pull, total, seconds };
}

function WayRow({ way: { packaging, pull, total, seconds }, largest }: { way: Way; largest: number }) {
  return (
    <li className="row pull-row">
      <span>{packagingName[packaging]}</span>
      <span className="row-bar" aria-hidden>
        {parts.map((part) => (
          <span
            key={part}
            className="bar"
            style={{ width: share(pull[part], largest), background: kindColor(partKind[part]) }}
          />
        ))}
      </span>
      <span className="row-value">
        {formatBytes(total * 1_000_000)}
        <span className="block">{seconds}</span>
      </span>
    </li>
  );
}

function PullTable({ rows }: { rows: { event: PullEvent; ways: Way[] }[] }) {
  return (
    <HeadedTable heads={['What happens', 'Packaging', 'Formula', 'MB', 'Network time']}>
      {rows.flatMap(({ event, ways }) =>
        ways.map(({ packaging, formula, total, seconds }) => (
          <tr key={`${event}-${packaging}`}>
            <td>{eventName[event]}</td>
            <td>{packagingName[packaging]}</td>
            <td>{formula}</td>
            <td>{total.toLocaleString('en')}</td>
            <td>{seconds}</td>
          </tr>
        )),
      )}
    </HeadedTable>
  );
}
