import type { ReactNode } from 'react';
import { ChoicePanels } from '../choice-panels.tsx';
import { FigureFrame } from '../figure-frame.tsx';
import { HeadedTable } from '../headed-table.tsx';
import { stackParts, type Bringer } from './stack-parts.ts';

const bringerName: Record<Bringer, string> = {
  image: 'image',
  mounted: 'host, mounted by the toolkit',
  host: 'host',
};
const bringers: readonly Bringer[] = ['image', 'mounted', 'host'];

/** The parts between a training script and a GPU, and who brings each part. */
export function GpuStack({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame
      title="From a script to a GPU"
      legend={bringers.map((by) => (
        <li key={by}>
          <span aria-hidden className="swatch stack-swatch" data-by={by} />
          From the {bringerName[by]}
        </li>
      ))}
      caption={caption}
      table={
        <HeadedTable heads={['Part', 'From the', 'What it does', 'Its version', 'If it is missing']}>
          {stackParts.map(({ key, name, by, does, version, missing }) => (
            <tr key={key}>
              <td>{name}</td>
              <td>{bringerName[by]}</td>
              <td>{does}</td>
              <td>{version}</td>
              <td>{missing}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <ChoicePanels
        legend="Parts between a script and a GPU"
        className="gpu-stack"
        choices={stackParts.map(({ key, name, by, does, version, missing }) => ({
          key,
          label: (
            <span className="gpu-stack-part" data-by={by}>
              {name} <small>{bringerName[by]}</small>
            </span>
          ),
          panel: (
            <dl className="facts">
              <dt>What it does</dt>
              <dd>{does}</dd>
              <dt>Its version</dt>
              <dd>{version}</dd>
              <dt>If it is missing</dt>
              <dd>{missing}</dd>
            </dl>
          ),
        }))}
      />
    </FigureFrame>
  );
}
