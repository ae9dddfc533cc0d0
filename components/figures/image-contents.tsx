import type { ImageResult } from '@dfm/contracts';
import { contentRows } from './content-rows.ts';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindColor } from './instruction-kind.ts';
import { LineMark, rowProps, type LineLink } from './line-link.tsx';
import { share } from './share.ts';
import { SizeValue, WasteLegend } from './waste.tsx';

/**
 * What the bytes of an image are, by group: added on top of the base, from the base, and (hatched) no longer
 * visible to anyone.
 */
export function ImageContents({ image, ...link }: { image: ImageResult } & LineLink) {
  const rows = contentRows(image);
  if (rows.length === 0) return null;
  const largest = Math.max(1, ...rows.map((row) => row.bytes));
  const wasted = rows.some((row) => row.wastedBytes > 0);
  return (
    <FigureFrame
      title="What the bytes are"
      kinds={rows.some((row) => row.baseBytes > 0) ? ['from'] : []}
      legend={
        <>
          <li>
            <span aria-hidden className="swatch bg-accent" />
            Added on top of the base
          </li>
          {wasted && <WasteLegend />}
        </>
      }
      caption="Files are grouped by their paths. The line number is that of the line that added most of the group."
      table={
        <FigureTable
          rows={rows}
          subject="Group"
          isProse
          columns={[
            { head: 'Added', cell: (row) => row.ownBytes.toLocaleString('en') },
            { head: 'From the base', cell: (row) => row.baseBytes.toLocaleString('en') },
            { head: 'Unused', cell: (row) => row.wastedBytes.toLocaleString('en') },
          ]}
        />
      }
    >
      <ol className="rows" aria-label="Groups of files, largest first">
        {rows.map((row) => (
          <li key={row.key} className="row layer-row" {...rowProps(row.line, link)}>
            <LineMark line={row.line} onGoTo={link.onGoTo} />
            <span>{row.text}</span>
            <span className="row-bar" aria-hidden>
              <span className="bar bg-accent" style={{ width: share(row.ownBytes, largest) }} />
              <span
                className="bar"
                style={{ width: share(row.baseBytes, largest), background: kindColor('from') }}
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
