import { expect, test } from 'vitest';
import { leasableDevices, physicalGpus } from './read-nvidia-smi.ts';

const a100 = {
  uuid: 'GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77',
  name: 'NVIDIA A100-SXM4-40GB',
  memoryMb: 40960,
  driver: '550.54.14',
  computeCapability: '8.0',
};
const line = `0, ${a100.uuid}, ${a100.name}, 40960, 550.54.14, 8.0`;

test.each<[name: string, csv: string, devices: object[]]>([
  ['one GPU', `${line}\n`, [a100]],
  [
    'two GPUs',
    `${line}\n1, GPU-b, Tesla T4, 15360, 550.54.14, 7.5\n`,
    [
      a100,
      { uuid: 'GPU-b', name: 'Tesla T4', memoryMb: 15360, driver: '550.54.14', computeCapability: '7.5' },
    ],
  ],
  [
    'a name with a comma',
    '0, GPU-a, NVIDIA A100, 80GB, 81920, 550.54.14, 8.0\n',
    [{ ...a100, uuid: 'GPU-a', name: 'NVIDIA A100, 80GB', memoryMb: 81920 }],
  ],
  [
    'memory that is not reported',
    `0, ${a100.uuid}, ${a100.name}, [N/A], 550.54.14, 8.0\n`,
    [{ ...a100, memoryMb: 0 }],
  ],
  ['no compute capability', `0, ${a100.uuid}, ${a100.name}, 40960, 550.54.14, [N/A]\n`, []],
  ['no UUID', '0, [Unknown Error], NVIDIA A100, 40960, 550.54.14, 8.0\n', []],
  ['no device', 'No devices were found\n', []],
  ['an old driver', 'Field "compute_cap" is not a valid field to query.\n', []],
  ['nothing', '', []],
])('%s', (_, csv, devices) => {
  expect(physicalGpus(csv).map(({ index: _index, ...device }) => device)).toEqual(devices);
});

const undivided = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: ${a100.uuid})\n`;
const sliced = `${undivided}  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)\n  MIG 1g.5gb      Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)\n`;

test.each<
  [name: string, csv: string, listing: string, expected: [uuid: string, name: string, memoryMb: number][]]
>([
  ['an undivided GPU', line, undivided, [[a100.uuid, a100.name, 40960]]],
  [
    'a GPU that is divided into slices is leased only as slices',
    line,
    sliced,
    [
      ['MIG-c7384736-a75d-5afc-978f-d2f1294409fd', 'NVIDIA A100-SXM4-40GB MIG 3g.20gb', 20480],
      ['MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d', 'NVIDIA A100-SXM4-40GB MIG 1g.5gb', 5120],
    ],
  ],
  [
    'slices named in the format of older drivers',
    line,
    `${undivided}  MIG 1g.5gb Device 0: (UUID: MIG-GPU-5d5ba0d6-d33d/7/0)\n`,
    [['MIG-GPU-5d5ba0d6-d33d/7/0', 'NVIDIA A100-SXM4-40GB MIG 1g.5gb', 5120]],
  ],
  [
    'a slice whose profile has an attribute',
    line,
    `${undivided}  MIG 1g.10gb+me  Device  0: (UUID: MIG-x)\n`,
    [['MIG-x', 'NVIDIA A100-SXM4-40GB MIG 1g.10gb+me', 10240]],
  ],
  [
    'slices of the second GPU only',
    `${line}\n1, GPU-b, NVIDIA A30, 24576, 550.54.14, 8.0`,
    `${undivided}GPU 1: NVIDIA A30 (UUID: GPU-b)\n  MIG 2g.12gb     Device  0: (UUID: MIG-b0)\n`,
    [
      [a100.uuid, a100.name, 40960],
      ['MIG-b0', 'NVIDIA A30 MIG 2g.12gb', 12288],
    ],
  ],
])('%s', (_, csv, listing, expected) => {
  expect(leasableDevices(csv, listing).map(({ uuid, name, memoryMb }) => [uuid, name, memoryMb])).toEqual(
    expected,
  );
});
