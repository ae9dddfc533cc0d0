import { z } from 'zod';

/** `gpu=a100,zone=b` as an object. */
const pairs = z
  .string()
  .default('')
  .transform((text, context) => {
    const entries = listOf(text).map((pair) => pair.split('='));
    if (entries.some((entry) => entry.length !== 2 || entry[0] === ''))
      context.addIssue({ code: 'custom', message: 'expected label=value, separated by commas' });
    return Object.fromEntries(entries as [string, string][]);
  });

const toleration =
  /^(?<key>[-./\w]+)(?:=(?<value>[-.\w]+))?:(?<effect>NoSchedule|PreferNoSchedule|NoExecute)$/;

/** Taints as `kubectl taint` writes them: `sandboxes:NoSchedule,gpu=a100:NoExecute`. */
const tolerations = z
  .string()
  .default('')
  .transform((text, context) =>
    listOf(text).flatMap((entry) => {
      const { key, value, effect } = toleration.exec(entry)?.groups ?? {};
      if (key === undefined || effect === undefined) {
        context.addIssue({
          code: 'custom',
          message: 'expected key=value:effect or key:effect, separated by commas',
        });
        return [];
      }
      return value === undefined
        ? { key, effect, operator: 'Exists' }
        : { key, effect, operator: 'Equal', value };
    }),
  );

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Domain and name of an extended resource, such as `nvidia.com/gpu`. */
const extendedResource = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?\/[A-Za-z0-9](?:[-.\w]{0,61}[A-Za-z0-9])?$/;

/**
 * Maximum of SANDBOX_START_SECONDS for pods. A while after that, any runner removes a pod that has not
 * started.
 */
export const maxStartSeconds = 1_200;

/**
 * Variables for sandboxes that are pods. How much a pod may use is set by the same variables as for
 * containers.
 */
export const kubernetesSettings = {
  /** Image of sandboxes, made by `npm run pod-image`. */
  KUBERNETES_IMAGE: z.string().min(1).optional(),
  /** Namespace of the pods. Default: that of the current context or of the runner's service account. */
  KUBERNETES_NAMESPACE: z.string().min(1).optional(),
  /** Processors that the scheduler reserves for a pod, which may use SANDBOX_CPUS. */
  KUBERNETES_CPU_REQUEST: z.coerce.number().positive().default(0.5),
  KUBERNETES_RUNTIME_CLASS: z.string().min(1).optional(),
  KUBERNETES_PRIORITY_CLASS: z.string().min(1).optional(),
  /** Path of the seccomp profile below the folder of profiles on each node. */
  KUBERNETES_SECCOMP_PROFILE: z.string().min(1).default('dfm-sandbox.json'),
  /** Labels of the nodes for sandboxes. */
  KUBERNETES_NODE_SELECTOR: pairs,
  /** Taints of these nodes. */
  KUBERNETES_TOLERATIONS: tolerations,
  /**
   * Name of the resource by which nodes offer a GPU or a slice of one. Each pod gets one, and the runner
   * takes only runs that need a GPU.
   */
  KUBERNETES_GPU_RESOURCE: z
    .string()
    .regex(extendedResource, 'expected domain/name, such as nvidia.com/gpu')
    .optional(),
};
