import type { EvidenceItem } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';

/** A measured value as text, with its unit. */
export function evidenceText(value: EvidenceItem['value'], unit: EvidenceItem['unit']): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'ms') return formatDuration(value);
  return unit === 'uid' ? String(value) : value.toLocaleString('en');
}
