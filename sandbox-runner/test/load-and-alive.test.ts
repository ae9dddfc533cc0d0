import { type ContextFile, type Exercise, runPlanSchema } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise as tiny } from './tiny-service.ts';

/** Serves at once, loads for two seconds in a thread, and needs 4 MiB for each request. */
const service = `import json, os, signal, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
loaded, kept = threading.Event(), []
class Handler(BaseHTTPRequestHandler):
    def answer(self, status):
        self.send_response(status); self.send_header('content-length', '2'); self.end_headers(); self.wfile.write(b'{}')
    def do_GET(self):
        if self.path == '/live': self.answer(200)
        else: self.answer(200 if loaded.is_set() and os.path.exists('/models/weights.json') else 503)
    def do_POST(self):
        work = bytearray(os.urandom(4096) * 1024)
        self.answer(200)
def load():
    time.sleep(2)
    loaded.set()
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
threading.Thread(target=load).start()
ThreadingHTTPServer(('0.0.0.0', 8000), Handler).serve_forever()
`;
const keep = (what: string) =>
  service.replace('        self.answer(200)\ndef', `        ${what}\n        self.answer(200)\ndef`);

const exercise: Exercise = {
  ...tiny,
  scenarios: [],
  mounts: { model: [{ path: 'weights.json', encoding: 'utf8', data: '{}', mode: 0o644 }] },
  run: runPlanSchema.parse({
    ...tiny.run,
    readyPath: '/ready',
    probes: [{ name: 'works', method: 'POST', path: '/', body: {} }],
    load: { warmUp: 20, requests: 40, concurrency: 2, maxGrowthMib: 16 },
    files: { folder: 'model', path: '/models' },
    alive: { path: '/live', startingMs: 10_000, loses: 'weights.json' },
  }),
  rubric: {
    passScore: 80,
    items: ['memory-steady', 'alive-before-ready'].map((check) => ({
      check,
      points: 10,
      required: true,
      options: {},
    })),
  },
};

const sandboxes = oneSandbox();
let runs = 0;

async function verdict(app: string, command = '["python", "app.py"]') {
  const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
  const faults: unknown[] = [];
  runs += 1;
  const { checks } = await executeRun(
    {
      runId: `load-${process.pid}-${runs}`,
      learnerKey: 'load',
      exercise,
      files: [file('Dockerfile', `${base}COPY app.py .\nCMD ${command}\n`), file('app.py', app)],
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
    const { status, message } = checks.find((check) => check.id === id)!;
    return `${status}: ${message}`;
  };
  return { memory: of('memory-steady'), alive: of('alive-before-ready') };
}

const passed = expect.stringMatching(/^pass: /);

test.each<[name: string, app: string, expected: Awaited<ReturnType<typeof verdict>>, command?: string]>([
  ['loads in a thread and frees what a request needed', service, { memory: passed, alive: passed }],
  [
    'does not notice that its model is gone',
    service.replace(" and os.path.exists('/models/weights.json')", ''),
    { memory: passed, alive: 'fail: /ready still returned 2xx after weights.json was removed.' },
  ],
  [
    'exits when its model is gone',
    service.replace(
      '    time.sleep(2)\n    loaded.set()',
      "    time.sleep(2)\n    loaded.set()\n    while os.path.exists('/models/weights.json'): time.sleep(0.1)\n    os._exit(1)",
    ),
    { memory: passed, alive: 'fail: /live no longer returned 2xx after weights.json was removed.' },
  ],
  [
    'keeps only a small part of each request',
    keep('kept.append(work[:65536])'),
    { memory: passed, alive: passed },
  ],
  [
    'keeps what a request needed, and is ready at once',
    keep('kept.append(work)').replace(/ if loaded.* else 503/, ''),
    {
      memory: expect.stringMatching(
        /^fail: The memory of the service grew by 1[56]\d(\.\d)? MiB in 40 requests\. The limit is 16 MiB\./,
      ),
      alive: 'fail: /live did not return 2xx while /ready still refused.',
    },
  ],
  [
    'keeps it in a child process, and loads before it serves',
    keep('kept.append(work)').replace('threading.Thread(target=load).start()', 'load()'),
    {
      memory: expect.stringMatching(/^fail: The memory of the service grew by 1[56]\d/),
      alive: expect.stringMatching(/^fail: \/live did not return 2xx/),
    },
    `["sh", "-c", "trap 'kill $!' TERM; python app.py & wait"]`,
  ],
  [
    'answers a request wrongly after a while, and cannot answer while it loads',
    keep('kept.append(1)\n        if len(kept) > 45: return self.answer(500)')
      .replace(
        'ThreadingHTTPServer((',
        'from http.server import HTTPServer\nclass Blocked(HTTPServer):\n    def service_actions(self):\n        if not loaded.is_set() and time.monotonic() > start + 1: time.sleep(9); loaded.set()\nstart = time.monotonic()\nBlocked((',
      )
      .replace('threading.Thread(target=load).start()', ''),
    {
      memory: expect.stringMatching(
        /^fail: After \d\d requests of the load, one did not get the expected response: answered 500/,
      ),
      alive: 'fail: /live stopped returning 2xx before the service was ready.',
    },
  ],
])('a service that %s', async (_name, app, expected, command) => {
  expect(await verdict(app, command)).toEqual(expected);
});
