import { detectGpus, type GpuDetection } from '@dfm/sandbox-runner/detect-gpus';
import type { Check } from './check.ts';
import { type Finding, good, warning } from './finding.ts';

/** GPUs of this machine, and whether containers can use them. */
export const gpu: Check = {
  name: 'gpu',
  about: 'GPUs: driver, container toolkit',
  run: async () => [gpuFinding(await detectGpus())],
};

export function gpuFinding(detection: GpuDetection): Finding {
  if (detection.kind === 'none')
    return good('none; exercises that allow it use a simulated one, and their results say so');
  if (detection.kind === 'unusable') {
    const [saw = '', ...advice] = detection.why.split(/(?<=\.)\s+(?=[A-Z])/);
    return warning(saw, advice.join(' '));
  }
  const { devices, simulated } = detection.gpus;
  const names = devices.map(({ name, driver }) => `${name} (driver ${driver})`).join(', ');
  return simulated
    ? warning(
        `only simulated GPUs: ${names}`,
        'Remove the stand-in of nvidia-smi from this machine, unless it is there for a test.',
      )
    : good(`${names}, which containers can use`);
}
