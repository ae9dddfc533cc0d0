import type { V1Pod, V1ResourceRequirements, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import type { RunnerEnv } from '../../config/env.ts';

export type PodSettings = Pick<
  RunnerEnv,
  | 'SANDBOX_MEMORY_MB'
  | 'SANDBOX_CPUS'
  | 'SANDBOX_DISK_MB'
  | 'SANDBOX_PIDS'
  | 'KUBERNETES_IMAGE'
  | 'KUBERNETES_CPU_REQUEST'
  | 'KUBERNETES_RUNTIME_CLASS'
  | 'KUBERNETES_PRIORITY_CLASS'
  | 'KUBERNETES_SECCOMP_PROFILE'
  | 'KUBERNETES_NODE_SELECTOR'
  | 'KUBERNETES_TOLERATIONS'
  | 'KUBERNETES_GPU_RESOURCE'
>;

/**
 * Folders outside its disk that a sandbox writes to, in memory, which counts towards its limit. The agent and
 * the engine create what they need below them.
 */
const memoryFolders = { tmp: '/tmp', home: '/home', run: '/run/user', sock: '/sock', shelf: '/shelf' };

/** Room for the logs of the pod, next to its disk. */
const logMib = 64;

/**
 * A sandbox as a pod: in a user namespace, with no service account, no writable root file system, and no
 * capabilities but the two with which the agent becomes the sandbox's user.
 *
 * @param owner labels and annotations of the process that creates it
 */
export function sandboxPod(name: string, owner: V1Pod['metadata'], settings: PodSettings): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...owner },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      hostname: 'sandbox',
      hostUsers: false,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // The names and addresses of the cluster's services are nothing that a sandbox should know.
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['127.0.0.1'] },
      ...(settings.KUBERNETES_RUNTIME_CLASS === undefined
        ? {}
        : { runtimeClassName: settings.KUBERNETES_RUNTIME_CLASS }),
      ...(settings.KUBERNETES_PRIORITY_CLASS === undefined
        ? {}
        : { priorityClassName: settings.KUBERNETES_PRIORITY_CLASS }),
      nodeSelector: settings.KUBERNETES_NODE_SELECTOR,
      tolerations: settings.KUBERNETES_TOLERATIONS,
      containers: [
        {
          name: 'sandbox',
          image: settings.KUBERNETES_IMAGE!,
          imagePullPolicy: 'IfNotPresent',
          command: ['/usr/local/lib/sandbox/agent'],
          // A file on the node's disk, without a limit and writable by every user, which cannot be left out.
          // Only root of the pod can enter this folder.
          terminationMessagePath: '/root/termination-log',
          env: [{ name: 'SANDBOX_PIDS', value: String(settings.SANDBOX_PIDS) }],
          securityContext: {
            runAsUser: 0,
            privileged: false,
            allowPrivilegeEscalation: true,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'], add: ['SETUID', 'SETGID'] },
            seccompProfile: { type: 'Localhost', localhostProfile: settings.KUBERNETES_SECCOMP_PROFILE },
            // The default profiles deny mounts, also in a user namespace.
            appArmorProfile: { type: 'Unconfined' },
            // A user namespace can mount its own /proc only if no part of the outer one is covered.
            procMount: 'Unmasked',
          },
          resources: resourcesOf(settings),
          volumeMounts: [{ name: 'disk', mountPath: '/data' }, ...memoryFolderMounts()],
        },
      ],
      volumes: [
        { name: 'disk', emptyDir: { sizeLimit: `${settings.SANDBOX_DISK_MB}Mi` } },
        ...memoryFolderVolumes(),
      ],
    },
  };
}

function resourcesOf(settings: PodSettings): V1ResourceRequirements {
  const memory = `${settings.SANDBOX_MEMORY_MB}Mi`;
  const disk = `${settings.SANDBOX_DISK_MB + logMib}Mi`;
  const gpu = settings.KUBERNETES_GPU_RESOURCE;
  return {
    requests: { cpu: String(settings.KUBERNETES_CPU_REQUEST), memory, 'ephemeral-storage': disk },
    limits: {
      cpu: String(settings.SANDBOX_CPUS),
      memory,
      'ephemeral-storage': disk,
      ...(gpu === undefined ? {} : { [gpu]: '1' }),
    },
  };
}

function memoryFolderVolumes(): V1Volume[] {
  return Object.keys(memoryFolders).map((name) => ({
    name,
    emptyDir: { medium: 'Memory', sizeLimit: '64Mi' },
  }));
}

function memoryFolderMounts(): V1VolumeMount[] {
  return Object.entries(memoryFolders).map(([name, mountPath]) => ({ name, mountPath }));
}
