import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { V1Pod } from '@kubernetes/client-node';
import { maxStartSeconds } from '../../config/kubernetes-settings.ts';
import { isRunning, processMark } from '../../host/process-mark.ts';
import type { SandboxUse } from '../backend.ts';

/** Selects the sandboxes of all runners. */
export const sandboxSelector = 'app.kubernetes.io/name=dfm-sandbox';

const hostLabel = 'dfm/host';
/** Identifies the process of a runner on its host, like `processMark`. */
const processAnnotation = 'dfm/process';

/** The labels and annotations of this process's sandboxes. */
export async function ownerMarks(): Promise<
  Required<Pick<NonNullable<V1Pod['metadata']>, 'labels' | 'annotations'>>
> {
  return {
    labels: { 'app.kubernetes.io/name': 'dfm-sandbox', [hostLabel]: hostLabelValue(hostname()) },
    annotations: { [processAnnotation]: (await processMark(process.pid)) ?? '' },
  };
}

/** Labels of the run that a sandbox is used for, by which operators find it; null removes them. */
export function useLabels(use: SandboxUse | undefined): Record<string, string | null> {
  return { 'dfm/run': use?.runId ?? null, 'dfm/fence': use?.fence === undefined ? null : String(use.fence) };
}

/** The name of a host as the value of a label, which allows fewer characters and is short. */
function hostLabelValue(host: string): string {
  const isValid = /^[a-z0-9](?:[-.\w]{0,61}[a-z0-9])?$/i.test(host);
  return isValid ? host : createHash('sha256').update(host).digest('hex').slice(0, 32);
}

/**
 * How long a pod is left to its runner after its end. Why it ended is known only from the pod, and the runner
 * may have to wait for the API server before it can read that.
 */
const endedMs = 10 * 60_000;
/** A pod that no runner waits for any more. It has no agent that could end it. */
const pendingMs = maxStartSeconds * 1_000 + endedMs;

/**
 * Whether no living process uses a sandbox. Its process ran on this host and has ended, or it is a pod that
 * no process of any host needs: it ended a while ago, as a pod does by itself when no runner is connected, or
 * it never started.
 *
 * @param now in milliseconds since 1970
 */
export async function isAbandoned(pod: V1Pod, now = Date.now()): Promise<boolean> {
  const { metadata, status } = pod;
  const mark = metadata?.annotations?.[processAnnotation] ?? '';
  const isOurs = metadata?.labels?.[hostLabel] === hostLabelValue(hostname());
  if (isOurs && !(await isRunning(mark))) return true;
  if (status?.phase === 'Pending') return now - timeOf(metadata?.creationTimestamp) > pendingMs;
  const hasEnded = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return hasEnded && now - lastChange(pod) > endedMs;
}

/** When a pod was last reported to have changed. */
function lastChange({ metadata, status }: V1Pod): number {
  const changes = [
    metadata?.creationTimestamp,
    ...(status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt),
    ...(status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
  ];
  return Math.max(...changes.map(timeOf));
}

/** @param text as the API server writes it, whatever the type says */
function timeOf(text: Date | string | undefined): number {
  return text === undefined ? 0 : new Date(text).getTime();
}
