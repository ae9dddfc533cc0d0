import { expect, test } from 'vitest';
import { readRunnerEnv } from '../../config/env.ts';
import { sandboxPod } from './pod-spec.ts';

const settings = {
  SANDBOX_BACKEND: 'kubernetes',
  KUBERNETES_IMAGE: 'registry.example/sandbox:1',
  SANDBOX_MEMORY_MB: '2048',
  SANDBOX_CPUS: '1.5',
  SANDBOX_DISK_MB: '4096',
};
const podWith = (more: Record<string, string> = {}) =>
  sandboxPod('dfm-sandbox-1', { labels: { a: 'b' } }, readRunnerEnv({ ...settings, ...more }));

test('a pod has a user namespace, no token, no writable root and two capabilities', () => {
  const { spec } = podWith();
  expect(spec).toMatchObject({
    hostUsers: false,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    dnsPolicy: 'None',
    restartPolicy: 'Never',
  });
  expect(spec).not.toHaveProperty('hostNetwork');
  expect(spec).not.toHaveProperty('serviceAccountName');
  expect(spec!.containers[0]!.securityContext).toMatchObject({
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['SETUID', 'SETGID'] },
    seccompProfile: { type: 'Localhost', localhostProfile: 'dfm-sandbox.json' },
  });
});

test('nothing of the node is mounted, and every volume has a size', () => {
  const { volumes } = podWith().spec!;
  for (const volume of volumes!) {
    expect(Object.keys(volume).toSorted()).toEqual(['emptyDir', 'name']);
    expect(volume.emptyDir!.sizeLimit).toMatch(/^\d+Mi$/);
  }
  expect(podWith().spec!.containers[0]!.terminationMessagePath).toBe('/root/termination-log');
});

test('its limits are those of a sandbox', () => {
  expect(podWith({ KUBERNETES_CPU_REQUEST: '0.25' }).spec!.containers[0]!.resources).toEqual({
    requests: { cpu: '0.25', memory: '2048Mi', 'ephemeral-storage': '4160Mi' },
    limits: { cpu: '1.5', memory: '2048Mi', 'ephemeral-storage': '4160Mi' },
  });
});

test('it gets one GPU by the name of the resource', () => {
  const { requests, limits } = podWith({ KUBERNETES_GPU_RESOURCE: 'nvidia.com/mig-1g.10gb' }).spec!
    .containers[0]!.resources!;
  expect(limits).toMatchObject({ memory: '2048Mi', 'nvidia.com/mig-1g.10gb': '1' });
  // Kubernetes requests what an extended resource is limited to.
  expect(Object.keys(requests!)).toEqual(['cpu', 'memory', 'ephemeral-storage']);
});

test('the cluster places it by the settings', () => {
  expect(podWith().spec).not.toHaveProperty('runtimeClassName');
  const { spec } = podWith({
    KUBERNETES_RUNTIME_CLASS: 'runc-sandboxes',
    KUBERNETES_PRIORITY_CLASS: 'sandboxes',
    KUBERNETES_NODE_SELECTOR: 'pool=sandboxes, zone=b',
    KUBERNETES_TOLERATIONS: 'sandboxes:NoSchedule,example.com/pool=big:NoExecute',
  });
  expect(spec).toMatchObject({
    runtimeClassName: 'runc-sandboxes',
    priorityClassName: 'sandboxes',
    nodeSelector: { pool: 'sandboxes', zone: 'b' },
    tolerations: [
      { key: 'sandboxes', effect: 'NoSchedule', operator: 'Exists' },
      { key: 'example.com/pool', effect: 'NoExecute', operator: 'Equal', value: 'big' },
    ],
  });
});

test.each([
  ['KUBERNETES_IMAGE', '', /KUBERNETES_IMAGE/],
  ['KUBERNETES_NODE_SELECTOR', 'pool', /expected label=value/],
  ['KUBERNETES_TOLERATIONS', 'sandboxes', /expected key=value:effect/],
  ['SANDBOX_BACKEND', 'podman', /SANDBOX_BACKEND/],
])('%s cannot be %o', (name, value, message) => {
  expect(() => podWith({ [name]: value })).toThrow(message);
});

test('without an image, pods are no sandboxes', () => {
  expect(() => readRunnerEnv({ SANDBOX_BACKEND: 'kubernetes' })).toThrow('KUBERNETES_IMAGE');
});
