import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';
import { passesWithout, withoutServiceItems } from '../../measures/without-service.ts';
import { lastWords, seconds } from '../../verdict/wording.ts';

export const healthPasses: Check = {
  meta: {
    id: 'health-passes',
    title: 'The container turns healthy',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      "Whether the image's own HEALTHCHECK passes in a started container, and fails without the service and while its processes are stopped. Whether the first check comes in time is read from its settings.",
    why: 'A health check that cannot pass, such as one that calls a program the image lacks, makes an orchestrator restart a service that works.',
    fix: 'Check with something the image has, such as Python itself, on the port the service listens on, and give the service a start period.',
    bad: 'FROM python:3.11-slim-bookworm\nHEALTHCHECK CMD curl -f http://localhost:8000/health',
    good: 'HEALTHCHECK --interval=5s --start-period=10s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\')"]',
  },
  measure,
};

function measure({ evidence: { run }, run: plan, findings }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { health, frozen } = run.normal;
  const { declared, status, firstCheckMs, dueMs, lastOutput } = health;
  const line = findings[0]?.line;
  const wanted = plan?.healthyWithinMs;
  const evidence = [
    { label: 'Health', value: status, unit: 'text' as const, wanted: 'healthy' },
    ...(dueMs === undefined
      ? []
      : [
          {
            label: 'Settings begin a check of the ready service after',
            value: dueMs,
            unit: 'ms' as const,
            wanted,
          },
        ]),
    ...withoutServiceItems(run.normal),
  ];
  if (!declared || status === 'none')
    return {
      status: 'fail',
      message: 'The image declares no HEALTHCHECK, so it can never turn healthy.',
      next: 'Add a HEALTHCHECK that asks the service itself.',
      evidence,
    };
  const asksNobody = passesWithout(run.normal);
  if (asksNobody !== undefined) return { status: 'fail', line, ...asksNobody, evidence };
  if (wanted !== undefined && firstCheckMs !== undefined && firstCheckMs > wanted) {
    return {
      status: 'fail',
      line,
      message: `The first health check begins ${seconds(firstCheckMs)} after the start at the earliest, and the container must be healthy within ${seconds(wanted)}.`,
      next: 'Shorten --interval: the engine waits that long before each check. Within a --start-period it waits a --start-interval, where one is given, until a check has passed.',
      evidence,
    };
  }
  if (wanted !== undefined && dueMs !== undefined && dueMs > wanted) {
    return {
      status: 'fail',
      line,
      message: `The first health check that finds the service ready begins ${seconds(dueMs)} after the start at the earliest, and the container must be healthy within ${seconds(wanted)}.`,
      next: 'Shorten --interval, so that a check comes soon after the service is ready, or have the service ready sooner.',
      evidence,
    };
  }
  if (status === 'healthy') {
    if (frozen !== undefined)
      return {
        status: 'pass',
        message:
          'The health check passes, and fails without the service and while its processes are stopped.',
        evidence,
      };
    return {
      status: 'fail',
      line,
      message:
        'The health check passed, but the container ended before it could be tried without the service.',
      next: 'Make the service go on first; see what it printed.',
      evidence,
    };
  }
  const said = lastWords(lastOutput);
  return {
    status: 'fail',
    line,
    message:
      status === 'unhealthy'
        ? `The health check fails${said === undefined ? '' : `: ${said}`}`
        : `The health check had not passed${wanted === undefined ? '' : ` after ${seconds(wanted)}`}${said === undefined ? '' : `; it last said: ${said}`}`,
    next: 'Run the command of the HEALTHCHECK inside the container and read what it says; the image may lack the program it calls.',
    evidence,
  };
}
