import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { passesWithout, withoutServiceItems } from '../../measures/without-service.ts';
import { seconds } from '../../verdict/wording.ts';

export const healthNotices: Check = {
  meta: {
    id: 'health-notices',
    title: 'The health check notices a service that hangs',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      "The healthy service's processes are stopped, so that its port is open and no answer comes: whether the image's own HEALTHCHECK then fails, and with its settings turns unhealthy in time.",
    why: 'A check that passes whatever the service does is worse than none: requests go on being sent to a container that answers nobody.',
    fix: 'Ask the service for an answer, with a timeout, and let the command fail without one. An open port or a running process is not an answer.',
    bad: 'HEALTHCHECK --interval=5s CMD ["python", "-c", "import socket; socket.create_connection((\'localhost\', 8000))"]',
    good: 'HEALTHCHECK --interval=5s --timeout=3s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\', timeout=2)"]',
  },
  measure,
};

function measure({ evidence: { run }, run: plan }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { frozen, health } = run.normal;
  const wanted = plan?.unhealthyWithinMs;
  if (wanted === undefined) return skipped('Not measured: the exercise does not stop the service.');
  if (health.status !== 'healthy')
    return skipped('Not measured: a container that never was healthy cannot turn unhealthy.');
  if (frozen === undefined)
    return skipped('Not measured: the container ended before its service could be stopped.');
  const { slowestMs } = frozen;
  const evidence = [
    ...withoutServiceItems(run.normal),
    { label: 'Unhealthy after, at most', value: slowestMs, unit: 'ms' as const, wanted },
  ];
  const asksNobody = passesWithout(run.normal);
  if (asksNobody !== undefined) return { status: 'fail', ...asksNobody, evidence };
  if (slowestMs <= wanted)
    return {
      status: 'pass',
      message: `With the processes of the service stopped, the health check fails, and its settings call the container unhealthy within ${seconds(slowestMs)}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `With the processes of the service stopped, the container may still count as healthy for ${seconds(slowestMs)}, and ${seconds(wanted)} are allowed.`,
    next: `That is retries × (interval + the time a check takes to fail, at most its timeout). Shorten them until it is below ${seconds(wanted)}.`,
    evidence,
  };
}
