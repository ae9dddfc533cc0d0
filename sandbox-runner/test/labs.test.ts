import { labSchema, type Lab } from '@dfm/contracts/lab';
import { parseLab } from '@dfm/course/labs/load-lab';
import { labSkeleton } from '@dfm/course/new/lab-skeleton';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tryLab } from '../src/content/lab-in-sandbox.ts';
import { LabSession } from '../src/labs/lab-session.ts';
import { prepareLab } from '../src/labs/prepare-lab.ts';
import { sandboxLabEngine } from '../src/labs/sandbox-lab-engine.ts';
import { inTypedShell } from '../src/labs/typed-shell.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const slim = 'debian:bookworm-slim';
const python = 'python:3.11-slim-bookworm';

/** Starts a service, whose file, port and answer count; then removes it, which only events show. */
const lab: Lab = labSchema.parse({
  version: 1,
  slug: 'trial',
  title: 'Trial',
  summary: 'Trial',
  minutes: 5,
  bases: [slim, python],
  setup: 'mkdir -p site\necho hello > site/index.html',
  steps: [
    {
      id: 'serve',
      title: 'Serve a folder',
      done: [
        { kind: 'container', says: 'It runs.', name: 'web', has: { State: { Status: 'running' } } },
        { kind: 'answers', says: 'It says hello.', port: 8080, contains: 'hello' },
        { kind: 'file', says: 'You noted it.', in: 'home', path: '/notes/port', equals: '8080' },
      ],
      hints: ['Publish the port.'],
      reference: `cd ~
docker run -d --name web -p 8080:80 -v ./site:/srv ${python} python -m http.server --directory /srv 80
mkdir -p notes && echo 8080 > notes/port`,
      wrong: [
        { id: 'only-noted', title: 'Only noted', commands: 'mkdir notes; echo 8080 > notes/port' },
        {
          id: 'not-published',
          title: 'Not published',
          commands: `docker run -d --name web ${python} python -m http.server 80`,
          undo: 'docker rm -f web',
        },
        {
          id: 'created',
          title: 'Only created',
          commands: `docker create --name web -p 8080:80 ${python} sleep 1`,
          undo: 'docker rm web',
        },
      ],
    },
    {
      id: 'remove',
      title: 'Remove it',
      done: [
        { kind: 'container', says: 'It is gone.', name: 'web', count: { max: 0 } },
        { kind: 'event', says: 'It was removed.', of: 'container', action: 'destroy', has: { name: 'web' } },
      ],
      hints: ['Remove it.'],
      reference: 'docker rm -f web',
      wrong: [
        { id: 'stopped', title: 'Stopped', commands: 'docker stop -t 0 web', undo: 'docker start web' },
        { id: 'renamed', title: 'Renamed', commands: 'docker rename web old', undo: 'docker rename old web' },
        { id: 'other', title: 'Another one', commands: `docker run --rm --name other ${slim} true` },
      ],
    },
  ],
});

let fixture: PoolFixture;
beforeAll(async () => void (fixture = await openPool()));
afterAll(() => fixture[Symbol.asyncDispose]());

async function tried(changed: Lab) {
  const signal = new AbortController().signal;
  const parts = await Array.fromAsync(tryLab(fixture.pool, fixture.env.SHELF_DIR, changed, signal));
  return parts.map(({ step, what, defects }) => ({ tried: `${step ?? 'lab'}: ${what}`, defects }));
}

/** The lab with changes in its first step. */
const withFirst = (change: Partial<Lab['steps'][number]>): Lab => ({
  ...lab,
  steps: [{ ...lab.steps[0]!, ...change }, ...lab.steps.slice(1)],
});
const good = (...names: string[]) => names.map((name) => ({ tried: name, defects: [] }));

test('a lab that behaves as declared is played to its end, and its references once more', async () => {
  expect(await tried(lab)).toEqual(
    good(
      'serve: wrong way only-noted',
      'serve: wrong way not-published',
      'serve: wrong way created',
      'serve: reference',
      'remove: wrong way stopped',
      'remove: wrong way renamed',
      'remove: wrong way other',
      'remove: reference',
      'lab: references alone',
    ),
  );
});

test('defects: a wrong way that is right, an undo in the wrong direction, a reference that lacks something', async () => {
  const [onlyNoted, ...others] = lab.steps[0]!.wrong;
  const { reference } = lab.steps[0]!;
  const right = {
    ...onlyNoted!,
    commands: `${reference}\nuntil curl -fs localhost:8080; do sleep 0.1; done`,
  };
  expect(await tried(withFirst({ wrong: [right, ...others] }))).toEqual([
    { tried: 'serve: wrong way only-noted', defects: ['makes the step done'] },
  ]);
  expect(await tried(withFirst({ wrong: [{ ...onlyNoted!, undo: right.commands }, ...others] }))).toEqual([
    { tried: 'serve: wrong way only-noted', defects: ['its undo makes the step done'] },
  ]);
  const incomplete = reference.split('\n').slice(0, 2).join('\n');
  const withoutNote = withFirst({ reference: incomplete, wrong: others });
  expect((await tried(withoutNote)).at(-1)).toEqual({
    tried: 'serve: reference',
    defects: ['does not make the step done: still not true is “You noted it.”'],
  });
});

test('defects: a reference that needs what a wrong way has left behind', async () => {
  const [onlyNoted, ...others] = lab.steps[0]!.wrong;
  const reference = lab.steps[0]!.reference.replace('mkdir -p notes && ', '');
  expect((await tried(withFirst({ reference, wrong: [onlyNoted!, ...others] }))).at(-1)).toEqual({
    tried: 'lab: references alone',
    defects: ['serve: does not make the step done: still not true is “You noted it.”'],
  });
});

test('defects: a set-up that fails, and an image that the shelf does not have', async () => {
  expect(await tried({ ...lab, setup: 'echo no such thing\nfalse\ntrue' })).toEqual([
    {
      tried: 'lab: cannot be played',
      defects: [expect.stringMatching(/the set-up of the lab trial exits with 1: no such thing/)],
    },
  ]);
  expect(await tried({ ...lab, bases: [slim, 'redis:99'] })).toEqual([
    { tried: 'lab: bases', defects: ['the shelf of this machine does not have redis:99'] },
  ]);
});

test('the lab in the document for authors behaves as declared', async () => {
  const slug = 'publish-a-port';
  const documented = parseLab(labSkeleton({ slug })[`labs/${slug}/lab.yaml`]!, 'lab.yaml');
  const parts = await tried(documented);
  expect(parts.filter(({ defects }) => defects.length > 0)).toEqual([]);
  expect(parts.at(-1)?.tried).toBe('lab: references alone');
});

let sandbox: Sandbox;
let stop: AbortController;
beforeEach(async () => {
  stop = new AbortController();
  sandbox = await fixture.pool.acquire('labs');
});
afterEach(async () => {
  stop.abort();
  await fixture.pool.release(sandbox, 'discard');
});

const asLearner = (script: string) =>
  sandbox.executeAs('learner', ['bash', '-c', script], {
    maxBytes: 10_000,
    signal: AbortSignal.timeout(60_000),
  });

test('a lab is resumed at its second step, which a change of the engine makes done', async () => {
  const reported: number[] = [];
  const problems: unknown[] = [];
  const session = new LabSession({
    lab: { content: lab, done: 1 },
    sandbox,
    show: () => {},
    report: async (done) => void reported.push(done),
    onProblem: (error) => problems.push(error),
    signal: stop.signal,
  });
  const following = session.follow();
  await session.prepared;
  await expect
    .poll(() => session.message)
    .toEqual({
      type: 'lab',
      state: 'open',
      done: 1,
      ticks: [false, false],
    });
  // Nothing is polled in this step, so only what the engine reports can make it done.
  await sandbox.engine.getContainer('web').remove({ force: true });
  await expect.poll(() => session.message).toEqual({ type: 'lab', state: 'open', done: 2, ticks: [] });
  expect(reported).toEqual([2]);
  expect(problems).toEqual([]);
  stop.abort();
  await following;
});

test('lines are typed into the programs that earlier lines have started', async () => {
  const commands = `docker run -it --name box ${python} bash
touch /root/note
python
open("/root/more", "w").write("more")

exit()
exit
docker rename box done`;
  expect(await inTypedShell(sandbox, (shell) => shell.run(commands, 60_000))).toBe(true);
  const engine = sandboxLabEngine(sandbox);
  expect(await engine.readFile({ container: 'done' }, '/root/note')).toEqual({ text: '' });
  expect(await engine.readFile({ container: 'done' }, '/root/more')).toEqual({ text: 'more' });
});

test('the type that a condition accepts reaches the service', async () => {
  const serving = `from http.server import *
class Echo(BaseHTTPRequestHandler):
  def do_GET(self):
    self.send_response(200)
    self.end_headers()
    self.wfile.write(str(self.headers["accept"]).encode())
HTTPServer(("", 80), Echo).serve_forever()`;
  await asLearner(`docker run -d --init -p 8080:80 ${python} python -c '${serving}'`);
  const engine = sandboxLabEngine(sandbox);
  const accept = 'application/vnd.oci.image.index.v1+json';
  await expect
    .poll(() => engine.request({ port: 8080, path: '/', accept }))
    .toEqual({ status: 200, text: accept });
  expect(await engine.request({ port: 8080, path: '/' })).toEqual({ status: 200, text: 'None' });
  expect(await engine.request({ port: 8081, path: '/' })).toBeUndefined();
});

const keptBytes = 64 * 1024;

test('files that are huge, endless or no files neither hang nor grow anything', async () => {
  await prepareLab({ ...lab, setup: undefined }, 0, sandbox, stop.signal);
  await asLearner(`
    docker volume create data
    cat > make <<'END'
      mkfifo fifo
      ln -s /dev/zero zero
      ln -s /nowhere dangling
      ln -s loop loop
      truncate -s 1T huge
      mkdir folder
      echo answer > folder/answer
      echo plain > plain
      ln -s plain link
END
    sh make
    docker run --name box -v data:/data -v ./make:/make ${slim} sh -c 'cd / && sh /make; cd /data && sh /make'`);
  const engine = sandboxLabEngine(sandbox);
  const places = ['home', { container: 'box' }, { volume: 'data' }] as const;
  for (const place of places) {
    const read = (path: string) => engine.readFile(place, path);
    expect(await read('/plain')).toEqual({ text: 'plain\n' });
    expect(await read('/none')).toBe('nothing');
    const huge = await read('/huge');
    expect(typeof huge === 'object' && huge.text.length).toBe(keptBytes);
    for (const path of ['/fifo', '/zero', '/folder', '/dangling', '/loop'])
      expect(`${path} ${JSON.stringify(await read(path))}`).toBe(`${path} "not-a-file"`);
    expect(await read('/link')).toEqual({ text: 'plain\n' });
  }
  for (const place of [{ container: 'none' }, { volume: 'none' }])
    expect(await engine.readFile(place, '/plain')).toBe('no-such-place');
});

test('root of the engine’s namespaces cannot change the programs that look at files', async () => {
  await asLearner('echo true > answer');
  const programs = ['/usr/bin/head', '/usr/bin/dash', '/usr/bin/timeout', '/usr/local/lib/sandbox/in-engine'];
  const { output } = await asLearner(
    `docker pull -q ${slim} > pulled
    docker run --rm --cap-add ALL --security-opt seccomp=unconfined --pid host -v /:/host ${slim} sh -c '
    for folder in /proc/[0-9]*; do
      grep -qs ^dockerd $folder/cmdline && engine=\${folder#/proc/}
    done
    test -n "$engine" || echo no engine
    for program in ${programs.join(' ')}; do
      test -e /host$program || echo missing $program
      echo "#!/bin/sh" 2>/dev/null > /host$program && echo changed $program
      rm -f /host$program 2>/dev/null && echo removed $program
      nsenter --target $engine --mount mount --bind /bin/true $program 2>/dev/null && echo mounted over $program
    done' 2>/dev/null`,
  );
  expect(output).toBe('');
  expect(await sandboxLabEngine(sandbox).readFile('home', '/answer')).toEqual({ text: 'true\n' });
});

test('an engine that has more than can be read makes nothing true by that', async () => {
  const label = `label=${'x'.repeat(100_000)}`;
  await asLearner(`for i in 1 2 3 4 5 6 7 8 9 10 11; do
    docker volume create --label ${label} data$i
  done`);
  await expect(sandboxLabEngine(sandbox).objects('volume')).rejects.toThrow(/the answer is longer than/);
  expect(await sandboxLabEngine(sandbox).objects('container')).toEqual([]);
});
