import { expect, test } from 'vitest';
import { detectGpus, type GpuProgram } from './detect.ts';

const h200: GpuProgram = async (args) =>
  args[0] === '-L'
    ? 'GPU 0: NVIDIA H200 (UUID: GPU-1)\n'
    : '0, GPU-1, NVIDIA H200, 143771, 580.159.04, 9.0\n';
const simulated: GpuProgram = async (args) =>
  args[0] === '-L'
    ? 'GPU 0: Simulated GPU (UUID: GPU-1)\n'
    : '0, GPU-1, Simulated GPU, 1024, 550.54.14, 8.0\n';
const absent =
  (message: string, code?: string): GpuProgram =>
  async () => {
    throw Object.assign(new Error(message), { code });
  };

const described =
  (device: string, ...nodes: string[]): GpuProgram =>
  async () =>
    JSON.stringify({
      devices: [{ name: device, containerEdits: { deviceNodes: [{ path: '/dev/nvidia0' }] } }],
      containerEdits: { deviceNodes: nodes.map((path) => ({ path })) },
    });
const complete = described('GPU-1', '/dev/nvidiactl', '/dev/nvidia-uvm');

test.each<[name: string, nvidiaSmi: GpuProgram, nvidiaCtk: GpuProgram, expected: object]>([
  ['no driver', absent('spawn nvidia-smi ENOENT', 'ENOENT'), complete, { kind: 'none' }],
  ['a driver without a device', async () => 'No devices were found\n', complete, { kind: 'none' }],
  [
    'a GPU and its driver',
    h200,
    complete,
    {
      kind: 'usable',
      gpus: {
        via: 'nvidia-ctk',
        simulated: false,
        devices: [
          {
            uuid: 'GPU-1',
            name: 'NVIDIA H200',
            memoryMb: 143_771,
            driver: '580.159.04',
            computeCapability: '9.0',
          },
        ],
      },
    },
  ],
  [
    'no toolkit',
    h200,
    absent('spawn nvidia-ctk ENOENT', 'ENOENT'),
    {
      kind: 'unusable',
      why: expect.stringMatching(/^NVIDIA H200 was found, but .*Install the NVIDIA Container Toolkit\.$/u),
    },
  ],
  [
    'a toolkit that fails',
    h200,
    absent('nvidia-ctk cdi generate ended with 1: failed to initialize NVML'),
    { kind: 'unusable', why: expect.stringMatching(/: .*failed to initialize NVML$/u) },
  ],
  [
    'a description of a different device',
    h200,
    described('GPU-2', '/dev/nvidia-uvm'),
    { kind: 'unusable', why: expect.stringContaining('does not list GPU-1') },
  ],
  [
    'an answer that is no description',
    h200,
    async () => 'Usage: nvidia-ctk',
    { kind: 'unusable', why: expect.stringContaining('does not list GPU-1') },
  ],
  [
    'a kernel module that is not loaded',
    h200,
    described('GPU-1', '/dev/nvidiactl', '/dev/nvidia-uvm-tools'),
    { kind: 'unusable', why: expect.stringMatching(/nvidia-uvm does not exist\. .*nvidia-modprobe/u) },
  ],
  [
    'a stand-in that identifies itself, and needs no kernel module',
    simulated,
    described('GPU-1', '/dev/nvidiactl'),
    { kind: 'usable', gpus: { simulated: true } },
  ],
])('%s', async (_, nvidiaSmi, nvidiaCtk, expected) => {
  expect(await detectGpus(nvidiaSmi, nvidiaCtk)).toMatchObject(expected);
});
