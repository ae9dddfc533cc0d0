'use client';

import { useId, useState, type ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { formatBytes, formatDuration } from './format.ts';
import { HeadedTable } from './headed-table.tsx';
import { kindColor, type InstructionKind } from './instruction-kind.ts';
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
import './shared-base.css';

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

const fields: { name: keyof PullSizes; label: string; max: number }[] = [
  { name: 'baseMb', label: 'Base image, MB (b)', max: 100_000 },
  { name: 'packagesMb', label: 'Packages, MB (p)', max: 100_000 },
  { name: 'modelMb', label: 'One model, MB (m)', max: 1_000_000 },
  { name: 'models', label: 'Models in total (n)', max: 100 },
  { name: 'onNode', label: 'Models on a node (k)', max: 100 },
  { name: 'mbPerSecond', label: 'Network, MB per second', max: 100_000 },
];

/** What a node has to pull for several models, with three ways of packaging them. The reader sets the sizes. */
export function SharedBase({ start, caption }: { start: PullSizes; caption?: ReactNode }) {
  const [sizes, setSizes] = useState(start);
  const [linked, setLinked] = useState(false);
  const id = useId();
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
      <div className="pull-fields">
        {fields.map(({ name, label, max }) => (
          <label key={name} htmlFor={`${id}-${name}`}>
            {label}
            <input
              id={`${id}-${name}`}
              type="number"
              inputMode="numeric"
              min={1}
              max={max}
              value={sizes[name] || ''}
              onChange={({ target }) =>
                setSizes({
                  ...sizes,
                  [name]: Math.min(max, Math.max(0, Math.floor(target.valueAsNumber || 0))),
                })
              }
            />
          </label>
        ))}
        <label className="pull-link" htmlFor={`${id}-link`}>
          <input
            id={`${id}-link`}
            type="checkbox"
            checked={linked}
            onChange={({ target }) => setLinked(target.checked)}
          />
          Models copied with <code>COPY --link</code>
        </label>
      </div>
      {rows.map(({ event, ways }) => (
        <div key={event} className="pull-event">
          <p>{eventName[event]}</p>
          <ul className="rows">
            {ways.map(({ packaging, pull, total, seconds }) => (
              <li key={packaging} className="row pull-row">
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
