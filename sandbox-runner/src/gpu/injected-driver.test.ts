import { expect, test } from 'vitest';
import { libraryDir } from './driver-names.ts';
import { driverBinds, mountedDevices } from './injected-driver.ts';

const mounted = (...paths: string[]) =>
  paths
    .map(
      (path, i) =>
        `${600 + i} 580 253:1 ${path} ${path} ro,nosuid,nodev,relatime master:1 - ext4 /dev/vda rw`,
    )
    .join('\n');

test.each<[name: string, paths: string[], dev: string[], binds: string[]]>([
  ['nothing was injected', ['/', '/proc', '/etc/hosts', '/data'], ['null', 'zero', 'shm'], []],
  [
    'NVIDIA device nodes, and no others',
    [],
    [
      'nvidia0',
      'nvidia12',
      'nvidiactl',
      'nvidia-uvm',
      'nvidia-uvm-tools',
      'nvidia-caps',
      'nvidia-modeset',
      'nvme0',
      'null',
    ],
    ['nvidia0', 'nvidia12', 'nvidiactl', 'nvidia-uvm', 'nvidia-uvm-tools', 'nvidia-caps'].map(
      (name) => `/dev/${name}:/dev/${name}`,
    ),
  ],
  [
    'libcuda under the name that programs load',
    [`${libraryDir}/libcuda.so.550.54.14`],
    [],
    [
      `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.550.54.14:ro`,
      `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.1:ro`,
    ],
  ],
  [
    "a library in another distribution's folder",
    ['/usr/lib64/libnvidia-ml.so.550.54.14'],
    [],
    [
      `/usr/lib64/libnvidia-ml.so.550.54.14:${libraryDir}/libnvidia-ml.so.550.54.14:ro`,
      `/usr/lib64/libnvidia-ml.so.550.54.14:${libraryDir}/libnvidia-ml.so.1:ro`,
    ],
  ],
  [
    'the compiler, whose soname has a different number',
    ['/usr/lib64/libnvidia-nvvm.so.550.54.14'],
    [],
    [
      `/usr/lib64/libnvidia-nvvm.so.550.54.14:${libraryDir}/libnvidia-nvvm.so.550.54.14:ro`,
      `/usr/lib64/libnvidia-nvvm.so.550.54.14:${libraryDir}/libnvidia-nvvm.so.4:ro`,
    ],
  ],
  [
    'a library that has two names already',
    [`${libraryDir}/libcuda.so.550.54.14`, `${libraryDir}/libcuda.so.1`],
    [],
    [
      `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.550.54.14:ro`,
      `${libraryDir}/libcuda.so.550.54.14:${libraryDir}/libcuda.so.1:ro`,
    ],
  ],
  ['a program', ['/usr/bin/nvidia-smi'], [], ['/usr/bin/nvidia-smi:/usr/bin/nvidia-smi:ro']],
  [
    'near misses',
    [
      '/usr/lib64/libcudart.so.12',
      '/usr/lib64/libcuda.so',
      '/usr/bin/nvidia-persistenced',
      '/run/nvidia-persistenced/socket',
      '/data/libcuda.so.1.txt',
    ],
    [],
    [],
  ],
])('%s', (_, paths, dev, binds) => {
  expect(driverBinds(mounted(...paths), dev)).toEqual(binds);
});

test('in a user namespace, the mounts in /dev are the devices', () => {
  const devices = [
    '/dev/null',
    '/dev/nvidia0',
    '/dev/nvidia-caps/nvidia-cap1',
    '/dev/nvidia-caps/nvidia-cap2',
  ];
  const others = ['/dev', '/data/dev/nvidia1', '/devices/nvidia2', '/'];
  expect(mountedDevices(mounted(...devices, ...others))).toEqual(['null', 'nvidia0', 'nvidia-caps']);
  expect(mountedDevices('')).toEqual([]);
});
