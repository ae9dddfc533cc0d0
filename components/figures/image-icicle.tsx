import type { ImageResult } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { bytesOf, icicleLayers, type IcicleLayer } from './icicle-rows.ts';
import { kindColor, kindsIn } from './instruction-kind.ts';
import { WasteLegend } from './waste.tsx';

/**
 * An image from the whole down to its parts: one bar for the image, below it its layers, and below each layer
 * its files, all on the same scale.
 */
export function ImageIcicle({ image, caption }: { image: ImageResult; caption?: string | undefined }) {
  const layers = icicleLayers(image);
  const wasted = layers.some(({ parts }) => parts.some(({ wastedBytes }) => wastedBytes > 0));
  return (
    <FigureFrame
      title="From the image to its files"
      total={formatBytes(image.totalBytes)}
      kinds={kindsIn(layers)}
      legend={wasted && <WasteLegend />}
      caption={
        caption ??
        'From top to bottom: the image, its layers from left to right in build order, and the files of each layer by kind. Widths show bytes.'
      }
      table={<PartTable layers={layers} />}
    >
      <div className="icicle" aria-hidden>
        <div className="icicle-cell">the image</div>
        <div className="icicle-row">
          {layers.map((layer) => (
            <div key={layer.key} className="icicle-layer" style={{ flexGrow: layer.bytes }}>
              <div
                className="icicle-cell"
                title={`${layer.text}: ${formatBytes(layer.bytes)}`}
                style={{ borderTopColor: kindColor(layer.kind) }}
              >
                {layer.line === undefined ? 'base' : `line ${layer.line}`}
              </div>
              <div className="icicle-row">
                {layer.parts.map((part) => (
                  <div
                    key={part.key}
                    className="icicle-part"
                    title={`${part.text}: ${formatBytes(bytesOf(part))}`}
                    style={{ flexGrow: bytesOf(part) }}
                  >
                    <div
                      className="icicle-cell"
                      style={{ flexGrow: part.liveBytes, borderTopColor: kindColor(layer.kind) }}
                    >
                      {part.text}
                    </div>
                    {part.wastedBytes > 0 && (
                      <div className="hatched" style={{ flexGrow: part.wastedBytes }} />
                    )}
                  </div>
                ))}
              </div>
            </div>
          ))}
        </div>
      </div>
    </FigureFrame>
  );
}

function PartTable({ layers }: { layers: readonly IcicleLayer[] }) {
  return (
    <HeadedTable heads={['Line', 'Layer', 'Files', 'Bytes', 'Unused']}>
      {layers.flatMap((layer) =>
        layer.parts.map((part) => (
          <tr key={`${layer.key} ${part.key}`}>
            <td>{layer.line}</td>
            <td>
              <code>{layer.text}</code>
            </td>
            <td>{part.text}</td>
            <td>{bytesOf(part).toLocaleString('en')}</td>
            <td>{part.wastedBytes.toLocaleString('en')}</td>
          </tr>
        )),
      )}
    </HeadedTable>
  );
}
