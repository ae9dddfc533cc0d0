import { jobPlanSchema, runPlanSchema, type ContextFile, type Exercise } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise as tiny, service } from './tiny-service.ts';

const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
const compose = (lines: string) =>
  file('compose.yaml', `services:\n  api:\n    build: .\n${lines.replaceAll(/^/gm, '    ')}`);

/** Each is stopped by one option only. */
const attacks = [
  {
    name: 'change the code',
    command: 'echo "# changed" >> /app/app.py',
    why: 'A read-only file system cannot be changed.',
  },
  {
    name: 'change an owner',
    command: 'touch /tmp/mine && chown 12345 /tmp/mine',
    why: 'Without CAP_CHOWN, not even root changes owners.',
  },
  {
    name: 'become root',
    command: 'test "$(/usr/local/bin/root id -u)" = 0',
    why: 'With no-new-privileges, a setuid program keeps the user who starts it.',
  },
];
const run = runPlanSchema.parse({ ...tiny.run, options: 'compose.yaml', attacks });
const exercise: Exercise = {
  ...tiny,
  scenarios: [],
  run,
  rubric: {
    passScore: 80,
    items: ['predict-smoke', 'attacks-fail'].map((check) => ({
      check,
      points: 10,
      required: true,
      options: {},
    })),
  },
};

/** A program that belongs to root and has the setuid bit. */
const dockerfile = `${base}WORKDIR /app\nCOPY app.py .\nRUN cp /usr/bin/env /usr/local/bin/root && chmod 4755 /usr/local/bin/root\nCMD ["python", "app.py"]\n`;
const locked =
  'user: "10001"\nread_only: true\ntmpfs: /tmp\ncap_drop: [ALL]\nsecurity_opt: [no-new-privileges:true]';

const sandboxes = oneSandbox();
let runs = 0;

async function graded(files: ContextFile[], plan: Exercise = exercise) {
  const faults: unknown[] = [];
  runs += 1;
  const result = await executeRun(
    { runId: `options-${process.pid}-${runs}`, learnerKey: 'options', exercise: plan, files },
    {
      pool: sandboxes.pool,
      limits: sandboxes.env,
      onEvent: () => undefined,
      onFault: (fault) => faults.push(fault),
      signal: new AbortController().signal,
    },
  );
  expect(faults).toEqual([]);
  return result;
}

async function attacked(lines: string, image = dockerfile) {
  const { checks, failure } = await graded([
    file('Dockerfile', image),
    file('app.py', service),
    compose(lines),
  ]);
  expect(failure).toBeUndefined();
  const of = (id: string) => checks.find((check) => check.id === id)!;
  return {
    smoke: of('predict-smoke').status,
    attacks: of('attacks-fail').message,
    each: of('attacks-fail').evidence.map(({ value }) => value),
  };
}

test('all options together stop every attack, and the service answers', async () => {
  expect(await attacked(locked)).toEqual({
    smoke: 'pass',
    attacks: 'All 3 attacks failed, and succeeded in a container without these options.',
    each: ['failed', 'failed', 'failed'],
  });
});

test.each<[name: string, lines: string, each: string[]]>([
  ['no options', '', ['succeeded', 'succeeded', 'succeeded']],
  ['only a user', 'user: "10001"', ['failed', 'failed', 'succeeded']],
  ['read-only root', 'read_only: true\ntmpfs: /tmp', ['failed', 'succeeded', 'succeeded']],
  ['root without capabilities', 'cap_drop: [ALL]', ['succeeded', 'failed', 'succeeded']],
  [
    'a capability that is given back',
    'cap_drop: [ALL]\ncap_add: [CHOWN]',
    ['succeeded', 'succeeded', 'succeeded'],
  ],
  [
    'everything except no-new-privileges',
    locked.replace(/\nsecurity_opt.*/, ''),
    ['failed', 'failed', 'succeeded'],
  ],
])('near miss: %s', async (_name, lines, each) => {
  expect((await attacked(lines)).each).toEqual(each);
});

test('an image whose shell does nothing stops no attack', async () => {
  const sabotaged = dockerfile.replace(
    'CMD',
    'RUN ["python", "-c", "import os; os.remove(\'/bin/sh\')"]\nCMD',
  );
  const { attacks: message, each } = await attacked(locked, sabotaged);
  expect(each).toEqual(['not tested', 'not tested', 'not tested']);
  expect(message).toContain('The attack “change the code” proves nothing');
});

test('raw packets are not possible, whatever the file says', async () => {
  const raw = {
    name: 'raw',
    command: 'python -c "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"',
    why: '-',
  };
  const plan = { ...exercise, run: { ...run, attacks: [raw] } };
  const files = [file('Dockerfile', dockerfile), file('app.py', service), compose('init: true')];
  const { checks } = await graded(files, plan);
  expect(checks.find(({ id }) => id === 'attacks-fail')!.message).toContain('Operation not permitted');
});

test('a job gets the shared memory, the user, the variables and the command of its file', async () => {
  const script = `import json, os, sys
with open('/dev/shm/batch', 'wb') as batch: batch.write(bytes(80 * 2 ** 20))
print(json.dumps({'user': os.getuid(), 'mode': os.environ['MODE'], 'args': sys.argv[1:]}))
`;
  const plan: Exercise = {
    ...exercise,
    run: undefined,
    job: jobPlanSchema.parse({
      options: 'compose.yaml',
      starts: [{ name: 'trains', expectJson: { user: 1234, mode: 'fast', args: ['--epochs', '1'] } }],
    }),
    rubric: {
      passScore: 80,
      items: [{ check: 'runs-to-end', points: 10, required: true, options: {} }],
    },
  };
  const image = `${base}COPY train.py /\nENV MODE=slow\nENTRYPOINT ["python", "/train.py"]\n`;
  const verdict = async (lines: string) => {
    const { checks } = await graded(
      [file('Dockerfile', image), file('train.py', script), compose(lines)],
      plan,
    );
    return checks.find(({ id }) => id === 'runs-to-end')!;
  };
  const lines =
    'user: "1234"\nenvironment: { MODE: fast }\ncommand: ["--epochs", "1"]\nshm_size: 100m\ninit: true';
  expect(await verdict(lines)).toMatchObject({ status: 'pass' });
  expect((await verdict(lines.replace('100m', '64m'))).message).toContain('No space left on device');
});

test('a file that asks for more than options is rejected before the build', async () => {
  const result = await graded([
    file('Dockerfile', dockerfile),
    file('app.py', service),
    compose('privileged: true'),
  ]);
  expect(result).toMatchObject({
    status: 'rejected',
    failure: { phase: 'static', message: expect.stringContaining('compose.yaml, line 4') },
  });
});
