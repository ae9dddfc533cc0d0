/** Milliseconds of a clock that is the same in all processes of a machine and never set back. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
