import { expect, test } from 'vitest';
import { gpuHostConfig } from './attachment.ts';

test.each([
  ['no GPU', undefined, {}],
  [
    'CDI',
    { kind: 'device', uuid: 'GPU-1', via: 'cdi' },
    { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=GPU-1'] }] },
  ],
  [
    'the runtime',
    { kind: 'device', uuid: 'MIG-1', via: 'nvidia-runtime' },
    {
      DeviceRequests: [
        { Driver: 'nvidia', DeviceIDs: ['MIG-1'], Capabilities: [['gpu', 'compute', 'utility']] },
      ],
    },
  ],
] as const)('%s: exactly that device is requested', (_, gpu, expected) => {
  expect(gpuHostConfig(gpu, '/slot/driver')).toEqual(expected);
});

test('the stand-in uses only the host’s null device, and its files are read-only', () => {
  const { Devices, Binds, DeviceRequests } = gpuHostConfig(
    { kind: 'simulated', libcuda: new Uint8Array() },
    '/slot/driver',
  );
  expect(DeviceRequests).toBeUndefined();
  expect(new Set(Devices?.map(({ PathOnHost }: { PathOnHost: string }) => PathOnHost))).toEqual(
    new Set(['/dev/null']),
  );
  expect(Binds?.every((bind) => bind.startsWith('/slot/driver/') && bind.endsWith(':ro'))).toBe(true);
});

test('a container cannot get the GPU of a pod', () => {
  expect(() => gpuHostConfig({ kind: 'own' }, '/driver')).toThrow('is made without a GPU');
});
