/**
 * Adds numbers as parallel workers do: worker i of n takes every n-th number starting with the i-th and adds
 * them one by one. Then the workers' sums are added, in order. Every addition is rounded to 32 bits (IEEE
 * 754, to nearest).
 *
 * @param workers at least 1; with 1, it is the sum from left to right
 */
export function float32Sum(values: Float32Array, workers: number): number {
  const sums = new Float32Array(workers);
  for (const [index, value] of values.entries()) sums[index % workers] = (sums[index % workers] ?? 0) + value;
  return sums.reduce((sum, value) => Math.fround(sum + value), 0);
}

/** 1, 1/2, 1/3, … as 32-bit numbers. */
export function reciprocals(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => 1 / (index + 1));
}

/** The sum in double precision, rounded once per addition, with which 32 bits are compared. */
export function float64Sum(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A 32-bit number with nine digits, which is enough to distinguish it from its neighbours. */
export function float32Text(value: number): string {
  return value.toPrecision(9);
}

/** How many leading characters two texts share: 0 if the first differs. The decimal point counts as one. */
export function sharedDigits(text: string, other: string): number {
  const end = [...text].findIndex((digit, index) => digit !== other[index]);
  return end === -1 ? text.length : end;
}
