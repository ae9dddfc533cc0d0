import type { ImageResult } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import { effectRows, type EffectRow } from './effect-rows.ts';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindsIn } from './instruction-kind.ts';
import { RowInstruction } from './row-instruction.tsx';

interface Props {
  dockerfile: string;
  /** The image that was built from it. */
  image: ImageResult;
  caption?: string | undefined;
}

/**
 * A Dockerfile line by line: what each instruction added to the file system, and what it set in the image's
 * config.
 */
export function InstructionEffects({ dockerfile, image, caption }: Props) {
  const rows = effectRows(dockerfile, image);
  return (
    <FigureFrame
      title="What each line did to the image"
      total={formatBytes(image.totalBytes)}
      kinds={kindsIn(rows)}
      caption={caption}
      table={
        <FigureTable
          rows={rows}
          subject="Instruction"
          columns={[
            { head: 'Bytes added', cell: ({ layer }) => layer?.bytes.toLocaleString('en') ?? 'no layer' },
            { head: 'Files added', cell: ({ layer }) => layer?.files.toLocaleString('en') ?? 'no layer' },
            { head: 'Config', cell: ({ config }) => config ?? 'nothing' },
          ]}
        />
      }
    >
      <div className="replay-head" aria-hidden>
        <span>Files</span>
        <span>Config</span>
      </div>
      <ol className="rows" aria-label="Instructions">
        {rows.map((row) => (
          <li key={row.key} className="row replay-row">
            <RowInstruction row={row} />
            <Files row={row} />
            <span className="cell" data-cached={row.config === undefined || undefined}>
              <span className="sr-only">Config: </span>
              <span className="cell-value effect-config">{row.config ?? 'nothing'}</span>
            </span>
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

function Files({ row: { kind, layer } }: { row: EffectRow }) {
  return (
    <span
      className="cell"
      data-cached={layer === undefined || undefined}
      style={{ borderLeft: layer && `3px solid var(--kind-${kind})` }}
    >
      <span className="sr-only">Files: </span>
      <span className="cell-value">
        {layer === undefined
          ? 'no layer'
          : `${formatBytes(layer.bytes)}, ${layer.files.toLocaleString('en')} ${layer.files === 1 ? 'file' : 'files'}`}
      </span>
    </span>
  );
}
