import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { ChoicePanels } from '../choice-panels.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { kindColor } from '../instruction-kind.ts';
import { share } from '../share.ts';
import {
  nodeBytes,
  nodeEvents,
  strategies,
  type NodeEvent,
  type Strategy,
  type StrategySizes,
} from './strategy-bytes.ts';

const strategyName: Record<Strategy, string> = {
  layered: 'In a layer of the image',
  mounted: 'Mounted',
  downloaded: 'Downloaded at start',
  registered: 'From a model registry',
};
const eventName: Record<NodeEvent, string> = {
  'first-start': 'First start on an empty node',
  'new-model': 'New model',
  'new-code': 'New code',
  'second-container': 'Second container on the node',
};
const partName = { pulled: 'Layers of the image', model: 'Model outside the image' };
const partColor = { pulled: kindColor('from'), model: kindColor('copy') };
const parts = ['pulled', 'model'] as const;

/** What reaches a node, event by event, with four ways to get a large model there. */
export function ModelStrategies({ sizes, caption }: { sizes: StrategySizes; caption?: ReactNode }) {
  const largest = Math.max(
    ...nodeEvents.flatMap((event) =>
      strategies.map((strategy) => {
        const { pulled, model } = nodeBytes(strategy, event, sizes);
        return pulled + model;
      }),
    ),
  );
  return (
    <FigureFrame
      title="What reaches a node"
      legend={parts.map((part) => (
        <li key={part}>
          <span aria-hidden className="swatch" style={{ background: partColor[part] }} />
          {partName[part]}
        </li>
      ))}
      caption={caption}
      table={<BytesTable sizes={sizes} />}
    >
      <ChoicePanels
        legend="What happens"
        className="choice-row"
        choices={nodeEvents.map((event) => ({
          key: event,
          label: eventName[event],
          panel: (
            <ul className="rows">
              {strategies.map((strategy) => {
                const bytes = nodeBytes(strategy, event, sizes);
                return (
                  <li key={strategy} className="row pull-row">
                    <span>{strategyName[strategy]}</span>
                    <span className="row-bar" aria-hidden>
                      {parts.map((part) => (
                        <span
                          key={part}
                          className="bar"
                          style={{ width: share(bytes[part], largest), background: partColor[part] }}
                        />
                      ))}
                    </span>
                    <span className="row-value">{formatBytes(bytes.pulled + bytes.model)}</span>
                  </li>
                );
              })}
            </ul>
          ),
        }))}
      />
    </FigureFrame>
  );
}

function BytesTable({ sizes }: { sizes: StrategySizes }) {
  return (
    <HeadedTable heads={['Event', 'Strategy', partName.pulled, partName.model]}>
      {nodeEvents.flatMap((event) =>
        strategies.map((strategy) => {
          const { pulled, model } = nodeBytes(strategy, event, sizes);
          return (
            <tr key={`${event}-${strategy}`}>
              <td>{eventName[event]}</td>
              <td>{strategyName[strategy]}</td>
              <td>{formatBytes(pulled)}</td>
              <td>{formatBytes(model)}</td>
            </tr>
          );
        }),
      )}
    </HeadedTable>
  );
}
