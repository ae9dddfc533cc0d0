import { detectGpus, type GpuDetection } from '@dfm/sandbox-runner/detect-gpus';
import type { Check } from './check.ts';
import { answeringEngine } from './examined.ts';
import { type Finding, good, warning } from './finding.ts';

/** GPUs of this machine, and whether its engine can pass them to containers. */
export const gpu: Check = {
  name: 'gpu',
  about: 'GPUs: driver, container toolkit',
  async run(examined) {
    const engine = await answeringEngine(examined);
    return [gpuFinding(await detectGpus((await engine.info()) as Parameters<typeof detectGpus>[0]))];
  },
};

export function gpuFinding(detection: GpuDetection): Finding {
  if (detection.kind === 'none')
    return good('none; exercises that allow it use a simulated one, and their results say so');
  if (detection.kind === 'unusable') {
    const [saw = '', ...advice] = detection.why.split(/(?<=\.)\s+(?=[A-Z])/);
    return warning(saw, advice.join(' '));
  }
  const { devices, via, simulated } = detection.gpus;
  const names = devices.map(({ name, driver }) => `${name} (driver ${driver})`).join(', ');
  return simulated
    ? warning(
        `only simulated GPUs: ${names}`,
        'Remove the stand-in of nvidia-smi from this machine, unless it is there for a test.',
      )
    : good(`${names}, passed on by ${via === 'cdi' ? 'CDI' : 'the NVIDIA Container Toolkit'}`);
}
