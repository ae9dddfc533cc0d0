import type { EvidenceItem } from '@dfm/contracts';
import { formatBytes, formatDistinct, formatDuration } from '@dfm/contracts/quantity';

/** A measured value and the expected one, as texts with their unit; undefined if no value is expected. */
export function evidenceTexts({
  value,
  unit,
  wanted,
}: Pick<EvidenceItem, 'value' | 'unit' | 'wanted'>): [measured: string, wanted: string | undefined] {
  if ((unit === 'bytes' || unit === 'ms') && typeof value === 'number' && typeof wanted === 'number')
    return formatDistinct(unit, value, wanted);
  return [textOf(value, unit), wanted === undefined ? undefined : textOf(wanted, unit)];
}

function textOf(value: EvidenceItem['value'], unit: EvidenceItem['unit']): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'ms') return formatDuration(value);
  return unit === 'uid' ? String(value) : value.toLocaleString('en');
}
