/** A GPU of the host, and what it is called further inside. */
export interface DeviceRow {
  /** Its number on the host. */
  host: number;
  /** Its number in the container; undefined if the container does not have it. */
  container: number | undefined;
  /** The number by which the program addresses it, as in `cuda:0`; undefined if it is hidden. */
  program: number | undefined;
}

/**
 * What a program sees of the host's GPUs.
 *
 * @param given numbers of the GPUs that the container was started with
 * @param visible the value of CUDA_VISIBLE_DEVICES; undefined if it is not set
 */
export function deviceRows(
  count: number,
  given: ReadonlySet<number>,
  visible: string | undefined,
): DeviceRow[] {
  const inContainer = Array.from({ length: count }, (_, host) => host).filter((host) => given.has(host));
  const order = visible === undefined ? [...inContainer.keys()] : visibleOrder(visible, inContainer.length);
  return Array.from({ length: count }, (_, host) => {
    const container = inContainer.indexOf(host);
    const program = container < 0 ? -1 : order.indexOf(container);
    return {
      host,
      container: container < 0 ? undefined : container,
      program: program < 0 ? undefined : program,
    };
  });
}

/**
 * The numbers in CUDA_VISIBLE_DEVICES that take effect: those before the first one that does not exist. An
 * empty value hides all.
 */
function visibleOrder(value: string, count: number): number[] {
  const numbers = value.split(',').map((part) => (/^\s*\d+\s*$/u.test(part) ? Number(part) : -1));
  const invalid = numbers.findIndex((number) => number < 0 || number >= count);
  return invalid < 0 ? numbers : numbers.slice(0, invalid);
}
