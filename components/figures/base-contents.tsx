import type { BaseFacts } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { kindColor } from './instruction-kind.ts';
import { share } from './share.ts';

interface Props {
  base: BaseFacts;
  /** Bytes of the longest bar, the same for all bases in the comparison. */
  largest: number;
  /** All programs in the comparison. */
  programs: string[];
  caption?: ReactNode;
}

/** What the bytes of a base image are, and which programs it contains. */
export function BaseContents({ base, largest, programs, caption }: Props) {
  return (
    <FigureFrame
      title={`What ${base.reference} contains`}
      total={formatBytes(base.totalBytes)}
      kinds={['from']}
      caption={
        base.standIn ? `${standInCaption(base)} ${typeof caption === 'string' ? caption : ''}` : caption
      }
      table={
        <HeadedTable heads={['What', 'Bytes']}>
          {base.groups.map(({ group, label, bytes }) => (
            <tr key={group}>
              <td>{label}</td>
              <td>{bytes.toLocaleString('en')}</td>
            </tr>
          ))}
          <tr>
            <td>All</td>
            <td>{base.totalBytes.toLocaleString('en')}</td>
          </tr>
        </HeadedTable>
      }
    >
      <ol className="rows" aria-label="Groups of files, largest first">
        {base.groups.map(({ group, label, bytes }) => (
          <li key={group} className="row pull-row">
            <span>{label}</span>
            <span className="row-bar" aria-hidden>
              <span className="bar" style={{ width: share(bytes, largest), background: kindColor('from') }} />
            </span>
            <span className="row-value">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ol>
      <dl className="library-places">
        <div>
          <dt>
            Debian packages <span>{base.debianPackages}</span>
          </dt>
          <dd>{base.files.toLocaleString('en')} files in total</dd>
        </div>
        <div>
          <dt>Programs</dt>
          <dd>
            {programs.map((program) => (
              <code key={program} data-absent={!base.programs.includes(program) || undefined}>
                {base.programs.includes(program) ? program : `no ${program}`}
              </code>
            ))}
          </dd>
        </div>
      </dl>
    </FigureFrame>
  );
}

/** How a stand-in differs from the official image. */
function standInCaption({ python, official }: BaseFacts): string {
  const origin = 'A stand-in built from Debian packages, because no registry could be reached.';
  if (official === undefined) return `${origin} Its versions and sizes may differ from the official image.`;
  const release =
    python === undefined || python === official.python
      ? ''
      : ` and has Python ${official.python} instead of ${python}`;
  return `${origin} The official image, as built on ${official.builtOn}, is ${formatBytes(official.bytes)}${release}.`;
}
