import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { V1Pod } from '@kubernetes/client-node';
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
 * Whether no living process uses a sandbox: it has ended by itself, because no runner was connected, or its
 * process ran on this host and does no more. Sandboxes of processes on other hosts are left to those, and to
 * their own end.
 */
export async function isAbandoned({ metadata, status }: V1Pod): Promise<boolean> {
  const mark = metadata?.annotations?.[processAnnotation] ?? '';
  if (metadata?.labels?.[hostLabel] === hostLabelValue(hostname())) return !(await isRunning(mark));
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
