import type { Check, Measured, MeasuredInput } from '../check.ts';
import { noRun } from '../score/measured.ts';
import { lastWords, seconds } from '../score/wording.ts';

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
    detects: 'Whether the image\'s own HEALTHCHECK, run by the engine in a started container, reports healthy in time.',
    why: 'A health check that cannot pass, such as one that calls a program the image lacks, makes an orchestrator restart a service that works.',
    fix: 'Check with something the image has, such as Python itself, on the port the service listens on, and give the service a start period.',
    bad: 'FROM python:3.11-slim-bookworm\nHEALTHCHECK CMD curl -f http://localhost:8000/health',
    good: 'HEALTHCHECK --interval=5s --start-period=10s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://localhost:8000/health\')"]',
  },
  measure,
};

function measure({ evidence: { run }, run: plan, findings }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { declared, status, ms, lastOutput } = run.normal.health;
  const wanted = plan === undefined ? undefined : Math.ceil(plan.healthyWithinMs * (run.timeFactor ?? 1));
  const evidence = [{ label: 'Health', value: status, unit: 'text' as const, wanted: 'healthy' }, ...(ms === undefined ? [] : [{ label: 'After', value: ms, unit: 'ms' as const, wanted }])];
  if (!declared || status === 'none') return { status: 'fail', message: 'The image declares no HEALTHCHECK, so it can never turn healthy.', next: 'Add a HEALTHCHECK that asks the service itself.', evidence };
  if (status === 'healthy') return { status: 'pass', message: `The health check passed${ms === undefined ? '' : ` after ${seconds(ms)}`}.`, evidence };
  const said = lastWords(lastOutput);
  return {
    status: 'fail',
    line: findings[0]?.line,
    message: status === 'unhealthy' ? `The health check fails${said === undefined ? '' : `: ${said}`}` : `The health check had not passed${wanted === undefined ? '' : ` after ${seconds(wanted)}`}${said === undefined ? '' : `; it last said: ${said}`}`,
    next: 'Run the command of the HEALTHCHECK inside the container and read what it says; the image may lack the program it calls.',
    evidence,
  };
}
