import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { detectGpus, type EngineInfo, type NvidiaSmi } from './detect.ts';

const h200: NvidiaSmi = async (args) =>
  args[0] === '-L'
    ? 'GPU 0: NVIDIA H200 (UUID: GPU-1)\n'
    : '0, GPU-1, NVIDIA H200, 143771, 580.159.04, 9.0\n';
const absent: NvidiaSmi = async () => {
  throw new Error('spawn nvidia-smi ENOENT');
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cdi-'));
});
afterEach(() => rm(dir, { recursive: true }));

const spec = (name: string) =>
  `cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n  - name: "${name}"\n  - name: all\n`;

test.each<
  [name: string, files: Record<string, string>, engine: EngineInfo, nvidiaSmi: NvidiaSmi, expected: object]
>([
  ['no driver', {}, { Runtimes: { runc: {}, nvidia: {} } }, absent, { kind: 'none' }],
  [
    'a driver without a device',
    {},
    { Runtimes: { nvidia: {} } },
    async () => 'No devices were found\n',
    { kind: 'none' },
  ],
  [
    'the nvidia runtime',
    {},
    { Runtimes: { runc: {}, nvidia: {} } },
    h200,
    {
      kind: 'usable',
      gpus: {
        via: 'nvidia-runtime',
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
    'CDI is preferred to the runtime',
    { 'nvidia.yaml': spec('GPU-1') },
    { Runtimes: { nvidia: {} }, CDISpecDirs: ['DIR'] },
    h200,
    { kind: 'usable', gpus: { via: 'cdi' } },
  ],
  [
    'CDI written as JSON',
    { 'nvidia.json': JSON.stringify({ kind: 'nvidia.com/gpu', devices: [{ name: 'GPU-1' }] }) },
    { CDISpecDirs: ['DIR'] },
    h200,
    { kind: 'usable', gpus: { via: 'cdi' } },
  ],
  [
    'a specification that the engine does not read',
    { 'nvidia.yaml': spec('GPU-1') },
    { Runtimes: { runc: {} }, CDISpecDirs: null },
    h200,
    { kind: 'unusable', why: expect.stringMatching(/NVIDIA H200 was found, .*restart the engine\.$/u) },
  ],
  [
    'a specification that names devices by number',
    { 'nvidia.yaml': spec('0') },
    { CDISpecDirs: ['DIR'] },
    h200,
    { kind: 'unusable', why: expect.stringContaining('device-name-strategy=uuid') },
  ],
  [
    'a specification of another vendor',
    { 'x.yaml': spec('GPU-1').replace('nvidia.com', 'example.org') },
    { CDISpecDirs: ['DIR'] },
    h200,
    { kind: 'unusable' },
  ],
  [
    'files that are not specifications',
    { 'a.yaml': 'devices: 3', 'b.yaml': '[', 'c.yaml': '' },
    { CDISpecDirs: ['DIR', '/nowhere'] },
    h200,
    { kind: 'unusable' },
  ],
  [
    'a stand-in that identifies itself',
    {},
    { Runtimes: { nvidia: {} } },
    async (args) =>
      args[0] === '-L'
        ? 'GPU 0: Simulated GPU (UUID: GPU-1)\n'
        : '0, GPU-1, Simulated GPU, 1024, 550.54.14, 8.0\n',
    { kind: 'usable', gpus: { simulated: true } },
  ],
])('%s', async (_, files, engine, nvidiaSmi, expected) => {
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  const dirs = engine.CDISpecDirs?.map((path) => (path === 'DIR' ? dir : path));
  expect(await detectGpus({ ...engine, CDISpecDirs: dirs ?? null }, nvidiaSmi)).toMatchObject(expected);
});
