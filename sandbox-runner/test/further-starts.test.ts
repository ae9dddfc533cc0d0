import { type ContextFile, type Exercise, runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise as tiny } from './tiny-service.ts';

/** Reads its port, its greeting and its model when it starts, and keeps notes until it is stopped. */
const service = `import json, os, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
greeting = os.environ['GREETING']
factor = json.load(open('/models/current/weights.json'))['factor']
notes_file = os.environ.get('DATA', '/data') + '/notes.json'
notes = json.load(open(notes_file)) if os.path.exists(notes_file) else []
class Handler(BaseHTTPRequestHandler):
    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_GET(self): self.answer({'greeting': greeting, 'notes': notes})
    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers['content-length'])))
        if 'note' in given: notes.append(given['note'])
        self.answer({'scaled': given.get('x', 0) * factor})
def stop(*_):
    if notes: json.dump(notes, open(notes_file, 'w'))
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
HTTPServer(('0.0.0.0', int(os.environ.get('PORT', 8000))), Handler).serve_forever()
`;

const scaled = (factor: number) => ({
  name: 'scales',
  method: 'POST',
  path: '/',
  draw: [1, 2, 3, 4, 5].map((x) => ({ body: { x }, expectJson: { scaled: x * factor } })),
});
const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
const at = (folder: string) => ({ folder, path: '/models/current' });

const exercise: Exercise = {
  ...tiny,
  scenarios: [],
  mounts: {
    tenfold: [file('weights.json', '{"factor": 10}'), file('notes/origin.txt', 'made by hand')],
    twofold: [{ path: 'weights.json', encoding: 'base64', data: btoa('{"factor": 2}'), mode: 0o644 }],
  },
  run: runPlanSchema.parse({
    ...tiny.run,
    readyPath: '/',
    readyTimeoutMs: 5_000,
    env: { GREETING: 'hello' },
    files: at('tenfold'),
    probes: [scaled(10)],
    starts: [
      { name: 'another model', files: at('twofold'), probes: [scaled(2)] },
      {
        name: 'a greeting and a port',
        env: { GREETING: 'hi {{nonce}}', PORT: '9000' },
        port: 9000,
        probes: [{ name: 'greets', path: '/', expectJson: { greeting: 'hi {{nonce}}' } }],
      },
      {
        name: 'notes',
        probes: [{ name: 'takes a note', method: 'POST', path: '/', body: { note: '{{nonce}}' } }],
        keeps: '/data',
        afterwards: [{ name: 'has the note', path: '/', expectJson: { notes: ['{{nonce}}'] } }],
      },
    ],
  }),
  rubric: {
    passScore: 80,
    items: ['predict-smoke', 'readonly-nonroot', 'answers-as-configured', 'keeps-data'].map((check) => ({
      check,
      points: 10,
      required: true,
      options: {},
    })),
  },
};

const sandboxes = oneSandbox();
let runs = 0;

const good = `${base}RUN install --directory --owner=10002 /data\nCOPY app.py .\nUSER 10002\nCMD ["python", "app.py"]\n`;

async function verdict(dockerfile: string, app = service, graded = exercise) {
  const faults: unknown[] = [];
  runs += 1;
  const result = await executeRun(
    {
      runId: `starts-${process.pid}-${runs}`,
      learnerKey: 'starts',
      exercise: graded,
      files: [file('Dockerfile', dockerfile), file('app.py', app)],
    },
    {
      pool: sandboxes.pool,
      limits: sandboxes.env,
      onEvent: () => undefined,
      onFault: (fault) => faults.push(fault),
      signal: new AbortController().signal,
    },
  );
  expect(faults).toEqual([]);
  const of = (id: string) => {
    const check = result.checks.find((candidate) => candidate.id === id);
    return `${check?.status}: ${check?.message}`;
  };
  return {
    smoke: of('predict-smoke'),
    hardened: of('readonly-nonroot'),
    configured: of('answers-as-configured'),
    keeps: of('keeps-data'),
  };
}

test('a service that is configured from outside and keeps its data', async () => {
  expect(await verdict(good)).toEqual({
    smoke: expect.stringMatching(/^pass/),
    hardened: expect.stringMatching(/^pass/),
    configured: 'pass: The service behaved as expected in all 2 further starts.',
    keeps: 'pass: A new container with the same volume still had the data.',
  });
});

test.each<[name: string, dockerfile: string, app: string, expected: Record<string, string>]>([
  [
    'has a model in the image',
    good.replace('USER', `RUN echo '{"factor": 10}' > /weights.json\nUSER`),
    service.replace('/models/current', ''),
    {
      smoke: 'pass',
      configured: 'fail: With “another model”, “scales” did not get the expected response: answered 200',
    },
  ],
  [
    'fixes its greeting',
    good,
    service.replace("os.environ['GREETING']", "'hello'"),
    { configured: 'fail: With “a greeting and a port”, “greets” did not get the expected response' },
  ],
  [
    'fixes its port',
    good,
    service.replace("int(os.environ.get('PORT', 8000))", '8000'),
    {
      configured:
        'fail: With “a greeting and a port”, the container did not respond in time before it was ready',
      keeps: 'fail: “notes” was not tried',
    },
  ],
  [
    'writes to its own layer',
    good.replace('USER', 'RUN install --directory --owner=10002 /notes\nENV DATA=/notes\nUSER'),
    service,
    {
      configured: 'pass',
      keeps: 'fail: With “notes”, after the container was replaced, “has the note” did not get the expected',
    },
  ],
  [
    'writes to a volume of the image',
    `${good.replace('USER', 'RUN install --directory --owner=10002 /notes\nENV DATA=/notes\nUSER')}VOLUME /notes\n`,
    service,
    { keeps: 'fail: With “notes”, after the container was replaced' },
  ],
  [
    'may not write to the volume',
    good.replace(' --owner=10002', ''),
    service,
    { keeps: 'fail: With “notes”, after the container was replaced' },
  ],
  [
    'is killed before it writes',
    good.replace('["python", "app.py"]', '["sh", "-c", "python app.py & wait"]'),
    service,
    { keeps: 'fail: With “notes”, after the container was replaced' },
  ],
])('near miss: a service that %s', async (_name, dockerfile, app, expected) => {
  expect(await verdict(dockerfile, app)).toMatchObject(
    Object.fromEntries(
      Object.entries(expected).map(([key, start]) => [
        key,
        expect.stringMatching(new RegExp(`^${RegExp.escape(start)}`)),
      ]),
    ),
  );
});

test('a mounted file cannot be changed', async () => {
  const app = service.replace('HTTPServer(', "open('/models/current/weights.json', 'w')\nHTTPServer(");
  expect((await verdict(good.replace('USER 10002', 'USER 0'), app)).smoke).toContain('Read-only file system');
});

test('a service that downloads its model when it starts', async () => {
  const { files: _files, ...run } = exercise.run!;
  const [another] = run.starts;
  const downloads = {
    ...exercise,
    run: runPlanSchema.parse({
      ...run,
      env: { GREETING: 'hello', MODEL: 'weights.json' },
      serves: { name: 'models', folder: 'tenfold', kbPerSecond: 100 },
      starts: [
        { name: 'a model that is not there', env: { MODEL: 'third.json' }, refuses: true },
        { ...another, files: undefined, env: { MODEL: 'second.json' } },
      ],
    }),
    mounts: {
      tenfold: [
        file('weights.json', `{"factor": 10}${' '.repeat(120_000)}`),
        file('second.json', '{"factor": 2}'),
      ],
    },
  };
  // At 100 kB a second, weights.json takes 1.2 seconds.
  const app = `import time, urllib.request\nbegin = time.monotonic()\n${service}`
    .replace(
      "open('/models/current/weights.json')",
      "urllib.request.urlopen('http://models/' + os.environ['MODEL'], timeout=5)",
    )
    .replace(
      'notes_file =',
      "if os.environ['MODEL'] == 'weights.json' and time.monotonic() - begin < 1: sys.exit('too fast')\nnotes_file =",
    );
  expect(await verdict(good, app, downloads)).toMatchObject({
    smoke: expect.stringMatching(/^pass/),
    hardened: expect.stringMatching(/^pass/),
    configured: 'pass: The service behaved as expected in all 2 further starts.',
  });
});

test('nothing is left in the sandbox', async () => {
  const sandbox = await sandboxes.pool.acquire('starts');
  try {
    const [containers, { Volumes }] = await Promise.all([
      sandbox.engine.listContainers({ all: true }),
      sandbox.engine.listVolumes(),
    ]);
    expect([containers, Volumes]).toEqual([[], []]);
  } finally {
    await sandboxes.pool.release(sandbox, 'keep');
  }
});
