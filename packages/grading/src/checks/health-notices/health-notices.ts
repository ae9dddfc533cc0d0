import { formatDistinct, formatDuration } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { passesWithout, withoutServiceItems } from '../../measures/without-service.ts';

export const healthNotices: Check = {
  meta: {
    id: 'health-notices',
    title: 'Health check detects a hanging service',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      "Whether the image's HEALTHCHECK fails, and its settings make the container unhealthy in time, when the processes of a healthy service are stopped, so that its port is open but does not respond.",
    why: 'A health check that always passes is worse than none, because requests continue to be sent to a container that does not respond.',
    fix: 'Send a request to the service, with a timeout, and make the command fail if there is no response. An open port or a running process is not a response.',
    bad: 'HEALTHCHECK --interval=5s CMD ["python", "-c", "import socket; socket.create_connection((\'localhost\', 8000))"]',
    good: 'HEALTHCHECK --interval=5s --timeout=3s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\', timeout=2)"]',
  },
  measure,
};

function measure({ evidence: { run }, run: plan }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { frozen, health } = run.normal;
  const limit = plan?.unhealthyWithinMs;
  if (limit === undefined) return skipped('Not measured: the exercise does not stop the service.');
  if (health.status !== 'healthy')
    return skipped('Not measured: the container never became healthy, so it cannot become unhealthy.');
  if (frozen === undefined)
    return skipped('Not measured: the container exited before its service could be stopped.');
  const { slowestMs } = frozen;
  const evidence = [
    ...withoutServiceItems(run.normal),
    { label: 'Maximum time until unhealthy', value: slowestMs, unit: 'ms' as const, wanted: limit },
  ];
  const problem = passesWithout(run.normal);
  if (problem !== undefined) return { status: 'fail', ...problem, evidence };
  if (slowestMs <= limit)
    return {
      status: 'pass',
      message: `When the service hangs, the health check fails, and its settings make the container unhealthy within ${formatDuration(slowestMs)}.`,
      evidence,
    };
  const [slowest, maximum] = formatDistinct('ms', slowestMs, limit);
  return {
    status: 'fail',
    message: `When the service hangs, its container may still be reported as healthy for ${slowest}, but the limit is ${maximum}.`,
    next: `This is retries × (interval + the time a check takes to fail, at most its timeout). Reduce these settings until the result is below ${maximum}.`,
    evidence,
  };
}
