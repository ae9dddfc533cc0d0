import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackendSandbox } from '../../sandbox-runner/src/sandbox/backend.ts';
import { openKubernetesBackend } from '../../sandbox-runner/src/sandbox/kubernetes/kubernetes-backend.ts';
import { podEnv, sharedCluster } from './pods.ts';

/** What the agent of a pod does for programs, and what a learner cannot do to it. */
let made: BackendSandbox;
beforeAll(async () => {
  const backend = await openKubernetesBackend(podEnv({ SANDBOX_MEMORY_MB: '1024' }));
  made = await backend.create();
});
afterAll(() => made?.destroy());

async function run(user: 'learner' | 'root', script: string): Promise<string> {
  const options = { maxBytes: 10_000, signal: AbortSignal.timeout(120_000) };
  const { output, exitCode } = await made.sandbox.executeAs(user, ['sh', '-c', script], options);
  if (exitCode !== 0) throw new Error(output);
  return output;
}

/** Runs a Python program in a container, in the background. Waits until it has printed `ready`. */
async function inContainer(name: string, program: string, ...options: string[]): Promise<void> {
  const quoted = `'${program.replaceAll("'", "'\\''")}'`;
  await run(
    'learner',
    `docker run --detach --name ${name} ${options.join(' ')} python:3.11-slim-bookworm python -uc ${quoted} >/dev/null
until docker logs ${name} 2>&1 | grep ready; do sleep 0.1; done`,
  );
}

const remove = (name: string) => run('learner', `docker rm --force ${name}`);

test('a restart shuts the engine down cleanly, and reports the end of programs', async () => {
  const shell = await made.sandbox.openShell({ rows: 24, columns: 80 });
  await inContainer(
    'stopped',
    'import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: (open("/mark/stopped", "w"), sys.exit()))\nprint("ready")\ntime.sleep(600)',
    '--volume /data/mark:/mark',
  );
  await made.restart(undefined);
  await made.handOut();
  expect(await run('root', 'ls /data/mark')).toBe('stopped\n');
  expect(await shell.exitCode()).toBe(137);
  await shell.close();
});

test('the engine and programs yield to the agent, and have no variables of the cluster', async () => {
  const engine = '"$(cat /run/user/sandbox/docker.pid)"';
  const priorities = await run('root', `for pid in 1 ${engine} $$; do ps -o ni= -p $pid; done`);
  const [agent, ofEngine, ofProgram] = priorities.trim().split(/\s+/).map(Number) as [number, number, number];
  expect([ofEngine, ofProgram]).toEqual([Math.min(agent + 10, 19), Math.min(agent + 10, 19)]);
  const variables = await run('root', `tr '\\0' '\\n' </proc/${engine}/environ`);
  expect(variables).toContain('SANDBOX_PIDS=');
  expect(variables).not.toContain('KUBERNETES');
});

test('the list of processes is short, whatever groups they have', async () => {
  await inContainer(
    'groups',
    'import os, time\nos.setgroups(range(60000))\nfor n in range(200):\n    if os.fork() == 0: time.sleep(600)\nprint("ready")\ntime.sleep(600)',
  );
  expect((await made.sandbox.pids()).size).toBeGreaterThan(200);
  await remove('groups');
});

test('any number of connections to the shelf leave the agent its descriptors', async () => {
  await inContainer(
    'connections',
    `import socket, time, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
held = []
try:
    for n in range(3000):
        one = socket.socket(socket.AF_UNIX)
        one.settimeout(0.2)
        one.connect("/shelf/shelf.sock")
        held.append(one)
except OSError as error: print(error)
print("ready")
time.sleep(600)`,
    '--volume /shelf:/shelf',
  );
  const count = ['exec', made.sandbox.id, '--', 'sh', '-c', 'ls /proc/1/fd | wc -l'];
  expect(Number(await sharedCluster().kubectl(...count))).toBeLessThan(100);
  await remove('connections');
  expect(
    await run('root', 'echo "GET / HTTP/1.0\n" | socat -t 60 - UNIX-CONNECT:/shelf/shelf.sock'),
  ).toContain('HTTP/1');
});

test('what a program reports as an error is not part of its output', async () => {
  const files = await made.sandbox.openFiles();
  // Perl warns about a name that ends like this.
  await files.write(Buffer.from(message('rename', 'missing', 'name\n')));
  for await (const answer of files.output) {
    expect(Buffer.from(answer).toString('latin1')).toBe(message('gone'));
    break;
  }
  await files.close();
});

/** A request to the program of the file view, or an answer of it (images/sandbox/serve-files). */
function message(...fields: string[]): string {
  const withLength = (text: string) => `\0\0\0${String.fromCharCode(text.length)}${text}`;
  return withLength(fields.map(withLength).join(''));
}
