/** Bytes of a MiB, the unit of all limits on memory, disks, build contexts and images. */
export const bytesPerMib = 2 ** 20;

/** Bytes in decimal units, as people read them: `0 B`, `1.2 kB`, `245 MB`. */
export function formatBytes(bytes: number): string {
  return decimalBytes(bytes, 0);
}

/**
 * Bytes next to a limit that is set in binary units: `12 B`, `64 KiB`, `2.1 MiB`. There is no larger unit,
 * because limits such as 2,000 MiB are not whole numbers of one.
 */
export function formatBinaryBytes(bytes: number): string {
  return binaryBytes(bytes, 0);
}

/**
 * A duration in milliseconds, as people read it: `under 1 ms`, `40 ms`, `1.3 s`, `94 s`, `2 min`, `3 min 12
 * s`.
 */
export function formatDuration(ms: number): string {
  return duration(ms, 0);
}

const formats = { bytes: decimalBytes, 'binary-bytes': binaryBytes, ms: duration };
/** A byte is 10⁻⁹ GB, the largest unit. */
const maxExtraDigits = 9;

/**
 * Two quantities that a reader compares, such as a measured size and its limit. Both have the unit of the
 * larger one, unless the smaller is less than a tenth of it: 1,000,000 and 954,000 bytes are `1 MB` and `0.95
 * MB`. If they differ by a byte or a millisecond, their texts differ too, with as few extra digits as that
 * takes: 450,300,000 and 450,000,000 bytes are `450.3 MB` and `450 MB`.
 *
 * @param unit `bytes` are shown in decimal units, `binary-bytes` in KiB and MiB
 */
export function formatDistinct(
  unit: keyof typeof formats,
  first: number,
  second: number,
): [first: string, second: string] {
  const larger = Math.max(first, second);
  const texts = (extraDigits: number): [string, string] => [
    formats[unit](first, extraDigits, larger),
    formats[unit](second, extraDigits, larger),
  ];
  if (Math.round(first) === Math.round(second)) return texts(0);
  let extraDigits = 0;
  let pair = texts(extraDigits);
  while (pair[0] === pair[1] && extraDigits < maxExtraDigits) pair = texts((extraDigits += 1));
  return pair;
}

/** Below this part of the unit of a larger quantity, a quantity has its own unit. */
const minPartOfUnit = 0.1;

/** @param scale the quantity whose unit is used */
function decimalBytes(bytes: number, extraDigits: number, scale = bytes): string {
  if (scale < 999.5) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB'];
  let divisor = 1_000;
  let unit = 0;
  // 999.5 would be printed as 1000 of the smaller unit.
  while (scale / divisor >= 999.5 && unit < units.length - 1) {
    divisor *= 1_000;
    unit += 1;
  }
  const value = bytes / divisor;
  return value < minPartOfUnit
    ? decimalBytes(bytes, extraDigits)
    : `${short(value, extraDigits)} ${units[unit]}`;
}

/** @param scale the quantity whose unit is used */
function binaryBytes(bytes: number, extraDigits: number, scale = bytes): string {
  if (scale < 2 ** 10) return `${Math.round(bytes)} B`;
  // 1023.95 would be printed as 1,024 of the smaller unit.
  const [divisor, unit] = scale < 1_023.95 * 2 ** 10 ? [2 ** 10, 'KiB'] : [bytesPerMib, 'MiB'];
  const value = bytes / divisor;
  if (value < minPartOfUnit) return binaryBytes(bytes, extraDigits);
  return `${value.toLocaleString('en', { maximumFractionDigits: 1 + extraDigits })} ${unit}`;
}

/** @param scale the quantity whose unit is used */
function duration(ms: number, extraDigits: number, scale = ms): string {
  if (ms < 0.5) return 'under 1 ms';
  const seconds = ms / 1_000;
  if (ms < 999.5 && (scale < 999.5 || seconds < minPartOfUnit)) return `${Math.round(ms)} ms`;
  const rounded = Number(seconds.toFixed(extraDigits));
  if (rounded < 120) return `${short(seconds, extraDigits)} s`;
  const rest = Number((rounded % 60).toFixed(extraDigits));
  return `${Math.floor(rounded / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** A number with one decimal if it is below 10, else with none; zeros at the end of extra digits are left out. */
function short(value: number, extraDigits: number): string {
  const digits = (value < 9.95 ? 1 : 0) + extraDigits;
  return extraDigits === 0 ? value.toFixed(digits) : String(Number(value.toFixed(digits)));
}

/** An estimated duration in milliseconds, without false precision: `about 20 s`, `about 1 min`. */
export function formatEstimate(ms: number): string {
  const tens = Math.max(1, Math.round(ms / 10_000));
  return tens < 6 ? `about ${tens}0 s` : `about ${Math.round(ms / 60_000)} min`;
}
