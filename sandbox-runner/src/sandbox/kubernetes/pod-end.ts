import type { V1Pod } from '@kubernetes/client-node';

/** How a pod has ended, as far as the API server knows. */
export interface PodEnd {
  /** `inside` if by what runs in it, which includes using more memory or disk than it may. */
  by: 'inside' | 'outside';
  reason?: 'out-of-memory' | 'disk-full';
}

/**
 * Makes a reader of how a pod has ended. It keeps what it has read, because a pod may be deleted soon after
 * its end, and the reason with it.
 *
 * @param read returns the pod; undefined if it does not exist any more
 * @returns a function whose result is undefined while the pod has not ended
 */
export function endReader(read: () => Promise<V1Pod | undefined>): () => Promise<PodEnd | undefined> {
  let first: PodEnd | undefined;
  return async () => {
    if (first !== undefined) return first;
    const end = podEnd(await read());
    first ??= end;
    return first;
  };
}

/**
 * How a pod has ended; undefined while it has not.
 *
 * @param pod undefined if it does not exist any more
 */
export function podEnd(pod: V1Pod | undefined): PodEnd | undefined {
  if (pod === undefined) return { by: 'outside' };
  const { status } = pod;
  // The kubelet gives this reason for a pod that exceeds its own limits and for a node without resources.
  // Only the message tells them apart.
  if (status?.reason === 'Evicted') {
    const isOwn = /exceeds the (?:total )?limit|exceeded its local ephemeral storage limit/.test(
      status.message ?? '',
    );
    return isOwn ? { by: 'inside', reason: 'disk-full' } : { by: 'outside' };
  }
  if (pod.metadata?.deletionTimestamp !== undefined) return { by: 'outside' };
  if (status?.conditions?.some(({ type, status: is }) => type === 'DisruptionTarget' && is === 'True'))
    return { by: 'outside' };
  const terminated = status?.containerStatuses?.[0]?.state?.terminated;
  if (terminated?.reason === 'OOMKilled') return { by: 'inside', reason: 'out-of-memory' };
  // Until then, the kubelet may still add that it has evicted the pod.
  if (status?.phase !== 'Failed' && status?.phase !== 'Succeeded') return undefined;
  return { by: terminated === undefined ? 'outside' : 'inside' };
}
