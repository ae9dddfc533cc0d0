import { formatBytes, formatDistinct } from '@dfm/contracts/quantity';

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
  if (wastedBytes === 0) return <span className="row-value">{formatBytes(bytes)}</span>;
  const [all, unused] = formatDistinct('bytes', bytes, wastedBytes);
  return (
    <span className="row-value">
      {all}
      <span className="block text-bad">{unused} unused</span>
    </span>
  );
}
