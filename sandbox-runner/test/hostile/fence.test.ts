import { runPlanSchema } from '@dfm/contracts';
import { expect } from 'vitest';
import { connectEngine } from '../../src/engine/connect.ts';
import { python, step } from '../../src/isolation/build-programs.ts';
import { sandboxName } from '../../src/sandbox/docker/container-spec.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { PoolFixture } from '../sandbox-fixture.ts';
import { hostileCases, type HostileCase } from './cases.ts';
import { endless, half, never } from './hostile-engine.ts';

const graded = { status: 'graded' };
const simple = `${python}RUN true\n`;
const service = `${python}CMD ["python", "-m", "http.server", "8000"]\n`;
/** The history of every step repeats the arguments before it. */
const longHistory = `${python}ARG A=${'x'.repeat(20_000)}\nARG B=$A$A$A$A$A\nARG C=$B\n${Array.from({ length: 25 }, (_, n) => `RUN echo ${n}\n`).join('')}`;
const run = runPlanSchema.parse({
  port: 8000,
  readyPath: '/',
  readyTimeoutMs: 8_000,
  healthyWithinMs: 4_000,
  stopGraceMs: 2_000,
  probes: [],
});
/**
 * Expects a platform fault. The container runs while the image is read, so a fault of either is attributed to
 * `image`.
 */
const platformFault = (phase: string) => ({ status: 'infrastructure', failure: { phase } });
const unanswered = (detail: string) => [
  expect.objectContaining({ code: 'engine-lost', message: expect.stringContaining(detail) as string }),
];

/** Runs a program as root of the sandbox's inner namespace, with all of the outer container at /outer. */
async function asInnerRoot(sandbox: Sandbox, program: string, Binds: string[], restart = 'no') {
  const engine = sandbox.engine;
  const container = await engine.createContainer({
    Image: 'python:3.11-slim-bookworm',
    Cmd: ['python', '-u', '-c', program],
    User: '0',
    HostConfig: {
      CapAdd: ['ALL'],
      SecurityOpt: ['seccomp=unconfined'],
      PidMode: 'host',
      Binds,
      RestartPolicy: { Name: restart },
    },
  });
  await container.start();
  return container;
}

/**
 * Writes until that fails, and reports how much was written. rootlesskit's overlays of /etc and /run use the
 * sandbox's memory, up to its limit.
 */
const filling = `import os
def fill(folder):
    written = 0
    try:
        with open(f"{folder}/filling", "wb", buffering=0) as file:
            while written < 200 << 20: written += file.write(bytes(1 << 20))
    except OSError: pass
    finally:
        print("WROTE", folder, written >> 20, flush=True)
        if os.path.exists(f"{folder}/filling"): os.unlink(f"{folder}/filling")
for folder in ["tmp", "home/sandbox", "run/user/sandbox", "root", "var/tmp", "var/lib", "usr", "opt", "shelf", "dev"]: fill("/outer/" + folder)
`;

async function fillOuter(sandbox: Sandbox, { env }: PoolFixture): Promise<void> {
  const container = await asInnerRoot(sandbox, filling, ['/:/outer']);
  await container.wait();
  const log = String(await container.logs({ stdout: true, stderr: true }));
  await container.remove({ force: true });
  const megabytes = Array.from(log.matchAll(/WROTE \S+ (\d+)/g), ([, size]) => Number(size));
  expect(megabytes).toHaveLength(10);
  expect(Math.max(...megabytes)).toBeLessThanOrEqual(64);
  // Size of the container's own layer, which is on the host's disk.
  const [outer] = await connectEngine(env.DOCKER_SOCKET).listContainers({
    size: true,
    filters: { name: [sandboxName(sandbox.id)] },
  });
  expect((outer as { SizeRw?: number }).SizeRw ?? 0).toBeLessThan(100_000);
}

/** Replaces the engine's socket as soon as its folder is writable, and leaves a trace. */
const replacing = `import os, time
while True:
    try:
        os.rename("/sock/docker.sock", "/sock/real.sock")
        os.symlink("real.sock", "/sock/docker.sock")
        break
    except OSError: time.sleep(0.001)
time.sleep(600)
`;

/** Opens `count` connections in eight threads and does `each` with every connection for 20 seconds. */
const holding = (count: number, each: string) =>
  step(`import re, socket, threading, time, urllib.parse, urllib.request
until = time.monotonic() + 20
page = "http://172.17.0.1:61080/simple/scipy/"
wheel = urllib.parse.urlparse(urllib.parse.urljoin(page, re.search('href="([^"#]+)', urllib.request.urlopen(page).read().decode())[1])).path
def hold(n):
    mine = []
    for _ in range(n):
        one = socket.socket()
        one.settimeout(0.2)
        try:
            one.connect(("172.17.0.1", 61080))
            mine.append(one)
        except OSError: pass
    print("held", len(mine), flush=True)
    for one in mine:
        try: one.sendall(b"GET %s HTTP/1.1\\r\\nhost: shelf\\r\\n" % wheel.encode())
        except OSError: pass
    while time.monotonic() < until:
        for one in mine:
            try: ${each}
            except OSError: pass
        time.sleep(0.5)
threads = [threading.Thread(target=hold, args=(${Math.ceil(count / 8)},)) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`);

const cases: HostileCase[] = [
  {
    number: '72',
    name: '530 connections to the shelf that never finish their request',
    ...holding(530, 'one.sendall(b"x: y\\r\\n")'),
    expected: graded,
    verify: ({ log }) => expect(log).toContain('held'),
  },
  {
    number: '78',
    name: 'the largest wheel on 400 connections, read slowly',
    ...holding(400, '(one.sendall(b"\\r\\n"), one.recv(1000))'),
    expected: graded,
  },
  {
    number: '78',
    name: 'the same wheel on 60 connections, as fast as possible',
    ...holding(60, '(one.sendall(b"\\r\\n"), [one.recv(1 << 20) for _ in range(40)])'),
    expected: graded,
  },
  {
    number: '72',
    name: 'a flood of requests for missing files',
    ...step(
      'import socket, time\nuntil = time.monotonic() + 15\nflood = b"GET /none HTTP/1.1\\r\\nhost: shelf\\r\\n\\r\\n" * 1000\nwhile time.monotonic() < until:\n    try:\n        one = socket.create_connection(("172.17.0.1", 61080), timeout=1)\n        while time.monotonic() < until: one.sendall(flood)\n    except OSError: pass\n',
    ),
    expected: graded,
  },
  {
    number: '75',
    name: 'an inner engine that never answers',
    dockerfile: simple,
    coldBuildSeconds: 10,
    engine: never(/./),
    expected: platformFault('cold-build'),
    faults: unanswered(''),
  },
  {
    number: '75',
    name: 'an inner engine that answers a build endlessly',
    dockerfile: simple,
    coldBuildSeconds: 10,
    engine: endless(/^\/build\?/, '{"stream":"x"}\n'),
    expected: { status: 'timed-out', failure: { limit: 'cold build of 10 s' } },
  },
  {
    number: '75',
    name: 'an inner engine that answers inspect endlessly',
    dockerfile: simple,
    engine: endless(/^\/images\/[^?]+\/json/, '{"Id":'),
    expected: platformFault('cold-build'),
    faults: unanswered('the answer is longer than'),
  },
  {
    number: '75',
    name: 'an inner engine that disconnects in the middle of inspect',
    dockerfile: simple,
    engine: half(/^\/images\/[^?]+\/json/),
    expected: platformFault('cold-build'),
    faults: [expect.anything()],
  },
  {
    number: '75',
    name: 'a history of 5 MB',
    dockerfile: longHistory,
    expected: {
      status: 'rejected',
      failure: { phase: 'image', message: expect.stringContaining('history') as string },
    },
  },
  {
    number: '75',
    name: 'an inner engine that lists images endlessly',
    dockerfile: `${simple}RUN exit 3\n`,
    engine: endless(/^\/images\/json/, '{},'),
    expected: platformFault('cold-build'),
    faults: unanswered('GET /images/json'),
  },
  {
    number: '75',
    name: 'an inner engine that never answers about a container',
    dockerfile: service,
    exercise: { run },
    engine: never(/^\/containers\/[^/]+\/json/),
    expected: platformFault('run'),
    faults: unanswered('no answer within'),
  },
  {
    number: '75',
    name: 'an inner engine that lists containers endlessly during cleanup',
    dockerfile: service,
    exercise: { run },
    engine: endless(/^\/containers\/json/, '{"Id":"x"},'),
    expected: platformFault('image'),
    faults: unanswered('the answer is longer than'),
  },
  {
    number: '76',
    name: 'a container that starts with the engine and replaces its socket, before a run with a GPU',
    prepare: async (sandbox) => void (await asInnerRoot(sandbox, replacing, ['/sock:/sock'], 'always')),
    dockerfile: service,
    exercise: { run, needs: { labels: ['gpu'], otherwise: 'simulate' } },
    expected: graded,
  },
  {
    number: '77',
    name: 'root of the inner namespace fills every folder of the outer container',
    prepare: fillOuter,
    dockerfile: simple,
    expected: graded,
  },
];

hostileCases(cases);
