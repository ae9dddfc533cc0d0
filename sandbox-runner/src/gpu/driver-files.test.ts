import { expect, test } from 'vitest';
import { driverFiles } from './driver-files.ts';

const lib = '/usr/lib/x86_64-linux-gnu';
const hook = (name: string) => ({
  hookName: 'createContainer',
  path: '/usr/bin/nvidia-cdi-hook',
  args: ['nvidia-cdi-hook', name],
  env: ['NVIDIA_CTK_DEBUG=false'],
});
const file = (path: string) => ({ hostPath: path, containerPath: path, options: ['ro', 'rbind'] });

/** As nvidia-ctk 1.20.2 described an H200 with driver 580.159.04, shortened. */
const h200 = {
  cdiVersion: '0.3.0',
  kind: 'nvidia.com/gpu',
  devices: [
    {
      name: 'GPU-254c40be-62fc-0d8a-0ea8-bb6421f11fcd',
      containerEdits: {
        deviceNodes: [{ path: '/dev/nvidia0', major: 195, fileMode: 438, permissions: 'rwm' }],
        hooks: [hook('apply-cuda-memory-limits')],
      },
    },
    { name: 'all', containerEdits: { deviceNodes: [{ path: '/dev/nvidia0' }] } },
  ],
  containerEdits: {
    env: ['NVIDIA_VISIBLE_DEVICES=void'],
    deviceNodes: [
      { path: '/dev/nvidia-modeset' },
      { path: '/dev/nvidia-uvm' },
      { path: '/dev/nvidia-uvm-tools' },
      { path: '/dev/nvidiactl' },
    ],
    hooks: [hook('update-ldcache'), hook('disable-device-node-modification')],
    mounts: [
      file('/usr/bin/nvidia-cuda-mps-server'),
      file('/usr/bin/nvidia-smi'),
      file(`${lib}/libcuda.so.580.159.04`),
      file(`${lib}/libEGL_nvidia.so.580.159.04`),
      file(`${lib}/libnvidia-ml.so.580.159.04`),
      file('/run/nvidia-persistenced/socket'),
      { hostPath: '/dev/null', containerPath: '/var/run/nvidia-container-devices/void' },
    ],
  },
};
const here = (path: string) => ({ host: path, container: path });
const files = ['/usr/bin/nvidia-smi', `${lib}/libcuda.so.580.159.04`, `${lib}/libnvidia-ml.so.580.159.04`];

test('a GPU needs its device nodes, and of the driver only what computes', () => {
  const { nodes, files: found } = driverFiles(JSON.stringify(h200)).get(h200.devices[0]!.name)!;
  expect(nodes).toEqual(
    ['/dev/nvidia0', '/dev/nvidia-uvm', '/dev/nvidia-uvm-tools', '/dev/nvidiactl'].map(here),
  );
  expect(found).toEqual(files.map(here));
});

test('a slice has device nodes for its capabilities', () => {
  const capabilities = ['/dev/nvidia-caps/nvidia-cap12', '/dev/nvidia-caps/nvidia-cap13'];
  const slice = {
    name: 'MIG-1',
    containerEdits: { deviceNodes: ['/dev/nvidia0', ...capabilities].map((path) => ({ path })) },
  };
  const { nodes } = driverFiles(JSON.stringify({ devices: [slice] })).get('MIG-1')!;
  expect(nodes).toEqual(['/dev/nvidia0', ...capabilities].map(here));
});

test('files may have different paths on the host', () => {
  const edits = {
    deviceNodes: [{ path: '/dev/nvidia0', hostPath: '/dev/null' }],
    mounts: [{ hostPath: '/opt/driver/libcuda.so.1.2', containerPath: `${lib}/libcuda.so.1.2` }],
  };
  expect(
    driverFiles(JSON.stringify({ devices: [{ name: 'GPU-1', containerEdits: edits }] })).get('GPU-1'),
  ).toEqual({
    nodes: [{ host: '/dev/null', container: '/dev/nvidia0' }],
    files: [{ host: '/opt/driver/libcuda.so.1.2', container: `${lib}/libcuda.so.1.2` }],
  });
});

test.each(['', '[]', '{"devices": [{}]}', 'Usage: nvidia-ctk'])('near miss: %j lists no GPU', (answer) => {
  expect(driverFiles(answer).size).toBe(0);
});
