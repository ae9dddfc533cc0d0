import { formatDistinct, formatDuration } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';
import type { RunEvidence } from '../../evidence/evidence.ts';
import { passesWithout, withoutServiceItems } from '../../measures/without-service.ts';
import { lastWords } from '../../verdict/wording.ts';

export const healthPasses: Check = {
  meta: {
    id: 'health-passes',
    title: 'Container becomes healthy',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      "Whether the image's HEALTHCHECK passes in a started container, and fails without the service and while its processes are stopped. Whether the first check is early enough is calculated from its settings.",
    why: 'A health check that cannot pass, for example because it calls a program that is not in the image, makes Swarm replace a service that works, and keeps Compose from starting the services that wait for it.',
    fix: 'Use a program that is in the image for the check, such as Python itself, on the port that the service listens on, and set a start period.',
    bad: 'FROM python:3.11-slim-bookworm\nHEALTHCHECK CMD curl -f http://localhost:8000/health',
    good: 'HEALTHCHECK --interval=5s --start-period=10s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\')"]',
  },
  measure,
};

function measure({ evidence: { run }, run: plan, findings }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { declared, status, dueMs } = run.normal.health;
  const limit = plan?.healthyWithinMs;
  const evidence = [
    { label: 'Health', value: status, unit: 'text' as const, wanted: 'healthy' },
    ...(dueMs === undefined
      ? []
      : [
          {
            label: 'First check of the ready service, by its settings',
            value: dueMs,
            unit: 'ms' as const,
            wanted: limit,
          },
        ]),
    ...withoutServiceItems(run.normal),
  ];
  if (!declared || status === 'none')
    return {
      status: 'fail',
      message: 'The image has no HEALTHCHECK, so the container can never become healthy.',
      next: 'Add a HEALTHCHECK that sends a request to the service.',
      evidence,
    };
  const problem =
    passesWithout(run.normal) ?? checkedTooLate(run.normal.health, limit) ?? notHealthy(run.normal, limit);
  if (problem !== undefined) return { status: 'fail', line: findings[0]?.line, ...problem, evidence };
  return {
    status: 'pass',
    message: 'The health check passes, and fails without the service and while the service hangs.',
    evidence,
  };
}

type Service = RunEvidence['normal'];

interface Problem {
  message: string;
  next: string;
}

/** @param limit milliseconds within which the container must be healthy, if there is a limit */
function checkedTooLate(
  { firstCheckMs, dueMs }: Service['health'],
  limit: number | undefined,
): Problem | undefined {
  if (limit === undefined) return undefined;
  const problem = (check: string, startMs: number, next: string): Problem => {
    const [start, maximum] = formatDistinct('ms', startMs, limit);
    return {
      message: `${check} starts ${start} after the container at the earliest, but the container must be healthy within ${maximum}.`,
      next,
    };
  };
  if (firstCheckMs !== undefined && firstCheckMs > limit)
    return problem(
      'The first health check',
      firstCheckMs,
      'Reduce --interval, which the engine waits before each check. During the --start-period, it waits only --start-interval, if you set one, until a check has passed.',
    );
  if (dueMs !== undefined && dueMs > limit)
    return problem(
      'The first health check after the service is ready',
      dueMs,
      'Reduce --interval, so that a check follows soon after the service is ready, or make the service ready sooner.',
    );
  return undefined;
}

/** @param limit milliseconds that were waited, if there is a limit */
function notHealthy({ health, frozen }: Service, limit: number | undefined): Problem | undefined {
  const { status, lastOutput } = health;
  if (status === 'healthy' && frozen !== undefined) return undefined;
  if (status === 'healthy')
    return {
      message:
        'The health check passed, but the container exited before the check could be tested without the service.',
      next: 'First make the service keep running. Its output may show why it exited.',
    };
  const output = lastWords(lastOutput);
  return {
    message:
      status === 'unhealthy'
        ? `The health check fails${output === undefined ? '' : `: ${output}`}`
        : `The health check had not passed${limit === undefined ? '' : ` after ${formatDuration(limit)}`}${output === undefined ? '' : `; its last output was: ${output}`}`,
    next: 'Run the command of the HEALTHCHECK in the container and read its output. The program that it calls may not be in the image.',
  };
}
