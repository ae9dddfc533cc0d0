import { expect, test } from 'vitest';
import { gpuHostConfig } from './attachment.ts';

test('a container without a GPU gets no part of a driver', () => {
  expect(gpuHostConfig(undefined, '/slot/driver')).toEqual({});
});

test('exactly the nodes and files of a device are attached, and the files are read-only', () => {
  const driver = {
    nodes: [{ host: '/dev/nvidia3', container: '/dev/nvidia3' }],
    files: [{ host: '/opt/driver/libcuda.so.1.2', container: '/usr/lib/libcuda.so.1.2' }],
  };
  expect(gpuHostConfig({ kind: 'device', driver }, '/slot/driver')).toEqual({
    Devices: [{ PathOnHost: '/dev/nvidia3', PathInContainer: '/dev/nvidia3', CgroupPermissions: 'rw' }],
    Mounts: [
      {
        Type: 'bind',
        Source: '/opt/driver/libcuda.so.1.2',
        Target: '/usr/lib/libcuda.so.1.2',
        ReadOnly: true,
      },
    ],
  });
});

test('the stand-in uses only the host’s null device, and its files are read-only', () => {
  const { Devices, Binds } = gpuHostConfig({ kind: 'simulated', libcuda: new Uint8Array() }, '/slot/driver');
  expect(new Set(Devices?.map(({ PathOnHost }: { PathOnHost: string }) => PathOnHost))).toEqual(
    new Set(['/dev/null']),
  );
  expect(Binds?.every((bind) => bind.startsWith('/slot/driver/') && bind.endsWith(':ro'))).toBe(true);
});

test('a container cannot get the GPU of a pod', () => {
  expect(() => gpuHostConfig({ kind: 'own' }, '/driver')).toThrow('is made without a GPU');
});
