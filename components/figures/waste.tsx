import { formatBytes } from './format.ts';

/** What a hatched bar means. */
export function WasteLegend() {
  return (
    <li>
      <span aria-hidden className="swatch hatched" />
      Overwritten or deleted by a later layer
    </li>
  );
}

/** A row's bytes, and beneath them those of which nobody has any use. */
export function SizeValue({ bytes, wastedBytes }: { bytes: number; wastedBytes: number }) {
  return (
    <span className="row-value">
      {formatBytes(bytes)}
      {wastedBytes > 0 && <span className="block text-bad">{formatBytes(wastedBytes)} unused</span>}
    </span>
  );
}
