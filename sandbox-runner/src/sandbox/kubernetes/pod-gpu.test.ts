import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulatedDevice } from '../../gpu/attachment.ts';
import { libraryDir } from '../../gpu/driver-names.ts';
import { Channel } from './channel.ts';
import { countPayload, frameKinds } from './frames.ts';
import { podDriverBinds, readPodGpu } from './pod-gpu.ts';

const mount = (path: string) => `600 580 253:1 ${path} ${path} ro,nosuid,nodev - ext4 /dev/vda rw`;
/** Mounts of a pod on a node without a GPU. */
const ordinary = ['/', '/proc', '/dev', '/dev/null', '/data', '/sys/fs/cgroup'];
const driver = [
  '/dev/nvidia0',
  '/dev/nvidiactl',
  `${libraryDir}/libcuda.so.550.54.14`,
  '/usr/bin/nvidia-smi',
];
const h100 = {
  list: 'GPU 0: NVIDIA H100 PCIe (UUID: GPU-1)\n',
  query: '0, GPU-1, NVIDIA H100 PCIe, 81559, 550.54.14, 9.0\n',
};

/** An agent of a pod with these mounts, in which nvidia-smi prints these texts. */
function agentWith(mounts: readonly string[], printed: { list: string; query: string }) {
  return {
    channel(kind: string, ...words: string[]): Channel {
      const channel = new Channel(() => undefined);
      const mountinfo = `/proc/1/mountinfo\0${mounts.map(mount).join('\n')}\n\0`;
      const program = words.includes('-L') ? printed.list : printed.query;
      channel.receive(frameKinds.data, Buffer.from(kind === 'read' ? mountinfo : program));
      if (kind !== 'read') channel.receive(frameKinds.exited, countPayload(32, 0));
      channel.receive(frameKinds.end, Buffer.alloc(0));
      return channel;
    },
  };
}

const gpuOf = (mounts: readonly string[], printed = h100) =>
  readPodGpu(agentWith(mounts, printed), 'nvidia.com/gpu');

test('the GPU is what the driver in the pod reports', async () => {
  expect(await gpuOf([...ordinary, ...driver])).toEqual({
    device: {
      uuid: 'GPU-1',
      name: 'NVIDIA H100 PCIe',
      memoryMb: 81_559,
      driver: '550.54.14',
      computeCapability: '9.0',
    },
    simulated: false,
  });
});

test('a slice of a GPU has its own name and memory', async () => {
  const list = `${h100.list}  MIG 1g.10gb     Device  0: (UUID: MIG-2)\n`;
  expect(await gpuOf([...ordinary, ...driver], { ...h100, list })).toMatchObject({
    device: { uuid: 'MIG-2', name: 'NVIDIA H100 PCIe MIG 1g.10gb', memoryMb: 10_240 },
  });
});

test('a stand-in that identifies itself is a simulated GPU', async () => {
  const { uuid, name, memoryMb, driver: version, computeCapability } = simulatedDevice;
  const query = `0, ${uuid}, ${name}, ${memoryMb}, ${version}, ${computeCapability}\n`;
  const list = `GPU 0: ${name} (UUID: ${uuid})\n`;
  // The answers are those of the program.
  const program = readFileSync(new URL('../../../images/simulated-gpu/nvidia-smi', import.meta.url), 'utf8');
  for (const answer of [query, list]) expect(program).toContain(answer.trim());
  expect(await gpuOf([...ordinary, ...driver], { list, query })).toEqual({
    device: simulatedDevice,
    simulated: true,
  });
});

test.each<[name: string, mounts: string[], query: string, message: string]>([
  [
    'no driver, as with a resource that is not a GPU',
    ordinary,
    'sh: 1: nvidia-smi: not found\n',
    'nvidia-smi: not found',
  ],
  ['a driver without a GPU', [...ordinary, ...driver], 'No devices were found\n', 'No devices were found'],
  [
    'device nodes without a driver, as an image with its own nvidia-smi would have',
    [...ordinary, '/dev/nvidia0', '/dev/nvidiactl'],
    h100.query,
    'no mount of libcuda',
  ],
  [
    'a folder with the driver, whose files are not mounts',
    [...ordinary, '/dev/nvidia0', '/usr/local/nvidia'],
    h100.query,
    'no mount of libcuda',
  ],
  [
    'a driver without device nodes',
    [...ordinary, `${libraryDir}/libcuda.so.550.54.14`],
    h100.query,
    'no mount of a device node',
  ],
  [
    'a runtime that covers a part of /proc',
    [...ordinary, ...driver, '/proc/driver/nvidia/params'],
    h100.query,
    'has mounted something at /proc/driver/nvidia/params',
  ],
])('%s is no usable GPU', async (_name, mounts, query, message) => {
  await expect(gpuOf(mounts, { ...h100, query })).rejects.toThrow(message);
});

test('containers get what the runtime mounted, and nothing else', async () => {
  expect(await podDriverBinds(agentWith([...ordinary, ...driver], h100))).toEqual([
    '/dev/nvidia0:/dev/nvidia0',
    '/dev/nvidiactl:/dev/nvidiactl',
    `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.550.54.14:ro`,
    `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.1:ro`,
    '/usr/bin/nvidia-smi:/usr/bin/nvidia-smi:ro',
  ]);
  expect(await podDriverBinds(agentWith(ordinary, h100))).toEqual([]);
});
