import type { ImageResult } from '@dfm/contracts';
import { formatBytes, formatDistinct } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindColor, kindsIn } from './instruction-kind.ts';
import { layerRows } from './layer-rows.ts';
import { rowProps, type LineLink } from './line-link.tsx';
import { RowInstruction } from './row-instruction.tsx';
import { share } from './share.ts';
import { SizeValue, WasteLegend } from './waste.tsx';

interface Props extends LineLink {
  image: ImageResult;
  title?: ReactNode;
  caption?: ReactNode;
}

/**
 * The image as a stack, last layer on top: the bytes that each instruction added, hatched if a later layer
 * made them useless.
 */
export function LayerStack({ image, title = 'Layers of the image', caption, ...link }: Props) {
  const rows = layerRows(image);
  const largest = Math.max(1, ...rows.map((row) => row.bytes));
  const wasted = rows.some((row) => row.wastedBytes > 0);
  return (
    <FigureFrame
      title={title}
      total={wasted ? <TotalWithWaste image={image} /> : formatBytes(image.totalBytes)}
      kinds={kindsIn(rows)}
      legend={wasted && <WasteLegend />}
      caption={caption}
      table={
        <FigureTable
          rows={rows}
          subject="Instruction"
          columns={[
            { head: 'Bytes added', cell: (row) => row.bytes.toLocaleString('en') },
            { head: 'Of these, unused', cell: (row) => row.wastedBytes.toLocaleString('en') },
          ]}
        />
      }
    >
      <ol className="rows" aria-label="Layers, newest on top">
        {rows.map((row) => (
          <li key={row.key} className="row layer-row" {...rowProps(row.line, link)}>
            <RowInstruction row={row} onGoTo={link.onGoTo} />
            <span className="row-bar" aria-hidden>
              <span
                className="bar"
                style={{
                  width: share(row.bytes - row.wastedBytes, largest),
                  background: kindColor(row.kind),
                }}
              />
              <span className="bar hatched" style={{ width: share(row.wastedBytes, largest) }} />
            </span>
            <SizeValue bytes={row.bytes} wastedBytes={row.wastedBytes} />
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

function TotalWithWaste({ image }: { image: ImageResult }) {
  const [all, unused] = formatDistinct('bytes', image.totalBytes, image.wastedBytes);
  return (
    <>
      {all}
      <span className="font-normal text-soft">, of which {unused} unused</span>
    </>
  );
}
