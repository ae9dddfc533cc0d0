import type { EvidenceItem } from '@dfm/contracts';
import type { GpuEvidence } from '../evidence/evidence.ts';

/** Evidence of the GPU that a check used, and whether it was simulated. */
export function gpuItems({ device, simulated }: GpuEvidence): EvidenceItem[] {
  return [
    { label: 'GPU', value: device, unit: 'text' },
    ...(simulated ? [{ label: 'Simulated', value: true, unit: 'text' as const }] : []),
  ];
}
