import { formatBytes } from '@dfm/contracts/quantity';

/** The legend of hatched bars. */
export function WasteLegend() {
  return (
    <li>
      <span aria-hidden className="swatch hatched" />
      Overwritten or deleted by a later layer
    </li>
  );
}

/** The bytes of a row, and below them the bytes that are of no use to anyone. */
export function SizeValue({ bytes, wastedBytes }: { bytes: number; wastedBytes: number }) {
  return (
    <span className="row-value">
      {formatBytes(bytes)}
      {wastedBytes > 0 && <span className="block text-bad">{formatBytes(wastedBytes)} unused</span>}
    </span>
  );
}
