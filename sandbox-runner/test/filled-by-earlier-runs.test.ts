import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise, filesWith } from './tiny-service.ts';

const sandboxes = oneSandbox();
let runs = 0;

function run(dockerfile: string) {
  runs += 1;
  return executeRun(
    {
      runId: `filled-${process.pid}-${runs}`,
      learnerKey: 'test-learner',
      exercise: { ...exercise, scenarios: [] },
      files: filesWith(dockerfile),
    },
    {
      pool: sandboxes.pool,
      limits: sandboxes.env,
      signal: new AbortController().signal,
      onFault: (fault) => expect.unreachable(String(fault)),
      onEvent: () => undefined,
    },
  );
}

/** Takes a share of the disk in a stage that is not shipped. The step ends late enough to be observed. */
const takes = (mib: number, name: string) =>
  `${base}RUN fallocate -l ${mib}M /big || { sleep 1; exit 1; }; echo ${name} > /name\n${base}COPY --from=0 /name .\n`;
const repeated = expect.stringContaining('We ran your files again in a new sandbox.');

test('a disk filled by several runs together is not the last one’s fault, which is repeated in a new sandbox', async () => {
  const share = Math.round(sandboxes.env.SANDBOX_DISK_MB * 0.45);
  const first = await run(takes(share, 'first'));
  const sandboxId = await keptSandbox();
  const second = await run(takes(share, 'second'));
  expect([first.status, second.status]).toEqual(['graded', 'graded']);
  expect(first.notices).not.toContainEqual(repeated);
  expect(second.notices).toContainEqual(repeated);
  expect(await keptSandbox()).not.toBe(sandboxId);
});

test('a run that fills the disk on its own fails, after earlier runs too', async () => {
  const dockerfile = takes(sandboxes.env.SANDBOX_DISK_MB, 'all');
  expect((await run(`${base}RUN echo before\n`)).status).toBe('graded');
  const used = await run(dockerfile);
  const fresh = await run(dockerfile);
  for (const { status, failure } of [used, fresh])
    expect({ status, failure }).toMatchObject({
      status: 'build-failed',
      failure: { phase: 'cold-build', limit: `SANDBOX_DISK_MB=${sandboxes.env.SANDBOX_DISK_MB}` },
    });
  expect(used.notices).toContainEqual(repeated);
  expect(fresh.notices).not.toContainEqual(repeated);
});

/** ID of the sandbox that the learner's next run would get. */
async function keptSandbox(): Promise<string> {
  const sandbox = await sandboxes.pool.acquire('test-learner');
  await sandboxes.pool.release(sandbox, 'keep');
  return sandbox.id;
}
