import type { HttpProbe } from '@dfm/contracts';

/**
 * The probes that are sent to a container with this GPU. What a program has to compute on a GPU cannot be
 * asked where there is none.
 */
export function probesFor(
  probes: readonly HttpProbe[],
  gpu: { readonly simulated: boolean } | undefined,
): HttpProbe[] {
  const isReal = gpu !== undefined && !gpu.simulated;
  return probes.filter(({ onGpu }) => isReal || onGpu !== true);
}
