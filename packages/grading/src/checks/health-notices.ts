import type { Check, Measured, MeasuredInput } from '../check.ts';
import { noRun, skipped } from '../score/measured.ts';
import { seconds } from '../score/wording.ts';

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
    detects: 'The healthy service\'s processes are stopped, so that its port is open and no answer comes: whether the image\'s own HEALTHCHECK turns unhealthy in time.',
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
  if (frozen === undefined) {
    return skipped(health.status === 'healthy' ? 'Not measured: the container ended before its service could be stopped.' : 'Not measured: a container that never was healthy cannot turn unhealthy.');
  }
  const { verdict, ms, slowestMs } = frozen;
  const evidence = [
    { label: 'Health, service stopped', value: verdict === 'noticed' ? 'unhealthy' : 'healthy', unit: 'text' as const, wanted: 'unhealthy' },
    { label: 'After', value: ms, unit: 'ms' as const, wanted },
    { label: 'Settings allow', value: slowestMs, unit: 'ms' as const },
  ];
  if (verdict === 'noticed') return { status: 'pass', message: `With its processes stopped, the service was called unhealthy after ${seconds(ms)}.`, evidence };
  if (verdict === 'missed') {
    return { status: 'fail', message: `The service's processes were stopped, and ${seconds(ms)} later the health check passed all the same.`, next: 'Let the check ask the service and fail when no answer comes.', evidence };
  }
  return {
    status: 'fail',
    message: `The service's processes were stopped, and after ${seconds(ms)} the container still counted as healthy.`,
    next: `Its settings let that take up to ${seconds(slowestMs)}: retries × (interval + timeout). Shorten them until that is well below ${seconds(wanted)}.`,
    evidence,
  };
}
