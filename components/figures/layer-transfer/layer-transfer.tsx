import type { ImageResult, ReplayResult } from '@dfm/contracts';
import { FigureFrame } from '../figure-frame.tsx';
import { FigureTable } from '../figure-table.tsx';
import { formatBytes } from '../format.ts';
import { instructionKinds, kindColor } from '../instruction-kind.ts';
import { LineMark } from '../line-link.tsx';
import { share } from '../share.ts';
import { sentBytes, transferRows, type Held } from './transfer-rows.ts';

interface Props {
  image: ImageResult;
  /** The build after an edit: whose layers are new. */
  edit: ReplayResult;
  other: Held;
  caption?: string | undefined;
}

const titles: Record<Held, (edit: string) => string> = {
  nothing: () => 'Sent to a registry that has none of the layers',
  base: () => 'Sent to a registry that has the base image',
  'before-edit': (edit) => `Sent after an edit, to a registry that has the previous image. The edit: ${edit}`,
};

/**
 * Which layers of an image cross to a registry, or from it, and which are there already. Sizes before
 * compression.
 */
export function LayerTransfer({ image, edit, other, caption }: Props) {
  const rows = transferRows(image, edit, other);
  const largest = Math.max(1, ...rows.map((row) => row.bytes));
  return (
    <FigureFrame
      title={titles[other](edit.title)}
      total={formatBytes(sentBytes(rows))}
      kinds={instructionKinds.filter((kind) => rows.some((row) => row.kind === kind))}
      caption={caption}
      table={
        <FigureTable
          rows={rows}
          subject="Layer"
          columns={[
            { head: 'Bytes', cell: (row) => row.bytes.toLocaleString('en') },
            { head: 'Sent', cell: (row) => (row.isSent ? 'yes' : 'no, already there') },
          ]}
        />
      }
    >
      <ol className="rows" aria-label="Layers, newest on top">
        {rows.map((row) => (
          <li key={row.key} className="row layer-row" data-state={row.isSent ? undefined : 'cached'}>
            <LineMark line={row.line} />
            <code className="row-text" title={row.text}>
              {row.text}
            </code>
            <span className="row-bar" aria-hidden>
              {row.isSent && (
                <span
                  className="bar"
                  style={{ width: share(row.bytes, largest), background: kindColor(row.kind) }}
                />
              )}
            </span>
            <span className="row-value">{row.isSent ? formatBytes(row.bytes) : 'already there'}</span>
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}
