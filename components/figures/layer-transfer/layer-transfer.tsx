import type { ImageResult, ReplayResult } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import { FigureFrame } from '../figure-frame.tsx';
import { FigureTable } from '../figure-table.tsx';
import { kindColor, kindsIn } from '../instruction-kind.ts';
import { RowInstruction } from '../row-instruction.tsx';
import { share } from '../share.ts';
import { sentBytes, transferRows, type RemoteState } from './transfer-rows.ts';

interface Props {
  image: ImageResult;
  /** The build after an edit, which determines the new layers. */
  edit: ReplayResult;
  remote: RemoteState;
  caption?: string | undefined;
}

const titles: Record<RemoteState, (edit: string) => string> = {
  nothing: () => 'Sent to a registry that has none of the layers',
  base: () => 'Sent to a registry that has the base image',
  'before-edit': (edit) => `Sent after an edit, to a registry that has the previous image. The edit: ${edit}`,
};

/**
 * Which layers of an image are sent to a registry (or fetched from one), and which are already there. Sizes
 * before compression.
 */
export function LayerTransfer({ image, edit, remote, caption }: Props) {
  const rows = transferRows(image, edit, remote);
  const largest = Math.max(1, ...rows.map((row) => row.bytes));
  return (
    <FigureFrame
      title={titles[remote](edit.title)}
      total={formatBytes(sentBytes(rows))}
      kinds={kindsIn(rows)}
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
            <RowInstruction row={row} />
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
