import type { EvidenceItem } from '@dfm/contracts';
import type { GpuEvidence } from '../evidence/evidence.ts';

/** The GPU that a check saw, and that it was none where a stand-in took its place. */
export function gpuItems({ device, simulated }: GpuEvidence): EvidenceItem[] {
  return [
    { label: 'GPU', value: device, unit: 'text' },
    ...(simulated ? [{ label: 'Simulated', value: true, unit: 'text' as const }] : []),
  ];
}
