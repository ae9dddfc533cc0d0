import type { RunEvidence } from '@dfm/grading';
import type { ContainerState } from '../engine/containers.ts';

type Health = RunEvidence['normal']['health'];

const outputCharacters = 500;

/** What the engine's record of the image's HEALTHCHECK says, timed from the container's start. */
export function observedHealth({ health, startedAtMs }: Pick<ContainerState, 'health' | 'startedAtMs'>): Health {
  if (health === undefined) return { declared: false, status: 'none', ms: undefined, lastOutput: '' };
  const passed = health.probes.find((probe) => probe.exitCode === 0);
  const lastOutput = (health.probes.at(-1)?.output ?? '').slice(0, outputCharacters).replaceAll('\0', '\uFFFD');
  return { declared: true, status: health.status, ms: health.status === 'healthy' && passed !== undefined ? Math.max(0, passed.endMs - startedAtMs) : undefined, lastOutput };
}
