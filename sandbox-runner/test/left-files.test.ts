import { jobPlanSchema, type ContextFile, type Exercise } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise as tiny } from './tiny-service.ts';

const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });

const draw = [3, 4, 5, 6, 7].map((n) => ({
  env: { N: String(n) },
  leaves: { path: '/out/sum.json', owner: 4321, expectJson: { sum: 6 * n } },
}));
const exercise: Exercise = {
  ...tiny,
  scenarios: [],
  run: undefined,
  mounts: { numbers: [file('numbers.json', '[1, 2, 3]')] },
  job: jobPlanSchema.parse({
    starts: [
      {
        name: 'sums the numbers',
        user: '4321:4321',
        files: { folder: 'numbers', path: '/out', readonly: false },
        draw,
      },
    ],
  }),
  rubric: {
    passScore: 80,
    items: [{ check: 'runs-to-end', points: 10, required: true, options: {} }],
  },
};

const script = `import json, os
numbers = json.load(open('/out/numbers.json'))
with open('/out/sum.json', 'w') as out: json.dump({'sum': sum(numbers) * int(os.environ['N'])}, out)
`;
const image = `${base}COPY sum.py /\nCMD ["python", "/sum.py"]\n`;
const sandboxes = oneSandbox();
let runs = 0;

async function verdict(program: string, plan: Exercise = exercise) {
  const faults: unknown[] = [];
  runs += 1;
  const files = [file('Dockerfile', image), file('sum.py', program)];
  const { checks } = await executeRun(
    { runId: `left-${process.pid}-${runs}`, learnerKey: 'left', exercise: plan, files },
    {
      pool: sandboxes.pool,
      limits: sandboxes.env,
      onEvent: () => undefined,
      onFault: (fault) => faults.push(fault),
      signal: new AbortController().signal,
    },
  );
  expect(faults).toEqual([]);
  const { status, message } = checks.find(({ id }) => id === 'runs-to-end')!;
  return `${status}: ${message}`;
}

test('a job reads files, and leaves one that belongs to the user who started it', async () => {
  expect(await verdict(script)).toMatch(/^pass: .* left the expected result\.$/);
});

test('even if only the owner may read it', async () => {
  expect(await verdict(`${script}os.chmod('/out/sum.json', 0o400)\n`)).toMatch(/^pass/);
});

const asRoot: Exercise = {
  ...exercise,
  job: jobPlanSchema.parse({ starts: [{ ...exercise.job!.starts[0], user: '0' }] }),
};

test.each<[name: string, program: string, plan: Exercise, message: string]>([
  ['leaves nothing', script.replace('/out/sum', '/tmp/sum'), exercise, 'but it left no file /out/sum.json'],
  [
    'leaves a wrong sum',
    script.replace('sum(numbers)', '5'),
    exercise,
    '/out/sum.json has an unexpected content',
  ],
  ['runs as root', script, asRoot, '/out/sum.json belongs to user 0 instead of 4321'],
  [
    'leaves a link',
    script.replace('/out/sum', '/tmp/sum') + "os.symlink('/etc/hostname', '/out/sum.json')\n",
    exercise,
    'but it left no file /out/sum.json',
  ],
  [
    'leaves a pipe',
    script.replace('/out/sum', '/tmp/sum') + "os.mkfifo('/out/sum.json')\n",
    exercise,
    'but it left no file /out/sum.json',
  ],
  [
    'leaves a file without limit',
    script + "open('/out/sum.json', 'a').write(' ' * 70_000)\n",
    exercise,
    'it left more than 64 KiB in /out/sum.json',
  ],
])('near miss: a job that %s', async (_name, program, plan, message) => {
  const judged = await verdict(program, plan);
  expect(judged).toMatch(/^fail/);
  expect(judged).toContain(message);
});
