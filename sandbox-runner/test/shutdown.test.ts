import type { ContextFile, Exercise } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { oneSandbox } from './one-sandbox.ts';
import { base, exercise as tiny } from './tiny-service.ts';

/** Drains for a second and a half after SIGTERM, then runs `save()`. */
const service = (save: string) => `import json, os, signal, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
stopping, notes = threading.Event(), []
class Handler(BaseHTTPRequestHandler):
    def answer(self, status):
        self.send_response(status); self.send_header('content-length', '2'); self.end_headers(); self.wfile.write(b'{}')
    def do_GET(self): self.answer(503 if stopping.is_set() else 200)
    def do_POST(self):
        notes.append(json.loads(self.rfile.read(int(self.headers['content-length'])))['note']); self.answer(200)
server = ThreadingHTTPServer(('0.0.0.0', 8000), Handler)
def drain(*_): stopping.set(); threading.Timer(1.5, server.shutdown).start()
signal.signal(signal.SIGTERM, drain)
server.serve_forever()
text = json.dumps({'last': notes[-1] if notes else None})
${save}
print('state saved', flush=True)
`;
const write = "open('/var/lib/notes/state.json', 'w').write(text)";

const exercise: Exercise = {
  ...tiny,
  scenarios: [],
  run: {
    ...tiny.run!,
    probes: [],
    stopGraceMs: 8_000,
    shutdown: {
      drainMs: 800,
      request: {
        name: 'notes after the signal',
        method: 'POST',
        path: '/',
        body: { note: '{{nonce}}' },
        expectStatus: 200,
        timeoutMs: 5_000,
      },
      state: { path: '/var/lib/notes/state.json', expectJson: { last: '{{nonce}}' } },
    },
  },
  rubric: { passScore: 80, items: [{ check: 'sigterm-clean', points: 10, required: true, options: {} }] },
};

const sandboxes = oneSandbox();
let runs = 0;

async function stopped(save: string, command = '["python", "app.py"]') {
  const dockerfile = `${base}RUN mkdir /var/lib/notes && chown 10002 /var/lib/notes\nCOPY app.py .\nUSER 10002\nCMD ${command}\n`;
  const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
  const faults: unknown[] = [];
  runs += 1;
  const result = await executeRun(
    {
      runId: `shutdown-${process.pid}-${runs}`,
      learnerKey: 'shutdown',
      exercise,
      files: [file('Dockerfile', dockerfile), file('app.py', service(save))],
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
  return result.checks.find(({ id }) => id === 'sigterm-clean');
}

test.each<[name: string, save: string, command: string | undefined, status: string, message: string]>([
  [
    'saves the last value sent',
    write,
    undefined,
    'pass',
    'while draining, and the last value sent is in /var/lib/notes/state.json',
  ],
  [
    'makes it unreadable for other users',
    `os.umask(0o077); ${write}`,
    undefined,
    'pass',
    'the last value sent is in',
  ],
  [
    'gets the signal through a script that waits for it',
    write,
    `["sh", "-c", "trap 'kill $!; wait $!' TERM; python app.py & wait"]`,
    'pass',
    'the last value sent is in',
  ],
  [
    'near miss: reports success but saves nothing',
    'pass',
    undefined,
    'fail',
    'it left no file /var/lib/notes/state.json',
  ],
  [
    'near miss: saves an earlier value',
    write.replace('text', `json.dumps({'last': notes[-2]})`),
    undefined,
    'fail',
    'the last value sent is not in',
  ],
  [
    'near miss: has a script that prints the message',
    write,
    `["sh", "-c", "trap 'echo state saved; exit 0' TERM; python app.py & wait"]`,
    'fail',
    'it never reported that it was not ready',
  ],
  [
    'near miss: has a script that waits without passing the signal on',
    write,
    `["sh", "-c", "trap 'sleep 1; echo state saved; exit 0' TERM; python app.py & wait"]`,
    'fail',
    'it never reported that it was not ready',
  ],
  [
    'near miss: does not drain',
    write,
    `["sh", "-c", "sed s/1.5/0/ app.py > /tmp/app.py; exec python /tmp/app.py"]`,
    'fail',
    '',
  ],
  ['leaves a pipe', "os.mkfifo('/var/lib/notes/state.json')", undefined, 'fail', 'it left no file'],
  [
    'leaves a link',
    `open('/var/lib/notes/real', 'w').write(text); os.symlink('real', '/var/lib/notes/state.json')`,
    undefined,
    'fail',
    'it left no file',
  ],
  ['leaves a folder', "os.mkdir('/var/lib/notes/state.json')", undefined, 'fail', 'it left no file'],
  [
    'leaves more than the limit',
    `open('/var/lib/notes/state.json', 'w').write(text + ' ' * 10**8)`,
    undefined,
    'fail',
    'it left more than 64 KiB',
  ],
  [
    'leaves a file that is not JSON',
    `open('/var/lib/notes/state.json', 'w').write('state saved')`,
    undefined,
    'fail',
    'is not JSON',
  ],
])('a service that is stopped and %s', async (_name, save, command, status, message) => {
  expect(await stopped(save, command)).toMatchObject({ status, message: expect.stringContaining(message) });
});

test('nothing is left in the sandbox', async () => {
  const sandbox = await sandboxes.pool.acquire('shutdown');
  try {
    const engine = sandbox.engine;
    const [containers, { Volumes }] = await Promise.all([
      engine.listContainers({ all: true }),
      engine.listVolumes(),
    ]);
    expect([containers, Volumes]).toEqual([[], []]);
  } finally {
    await sandboxes.pool.release(sandbox, 'keep');
  }
});
