import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listExercises } from './list-exercises.ts';
import { loadExercise, loadTask } from './load-exercise.ts';

const files: Record<string, string | Buffer> = {
  'exercise.yaml': `version: 1
slug: demo
title: Demo
summary: A demo.
difficulty: 1
minutes: 5
editable: [Dockerfile, .dockerignore]
readonly: [app.py]
scenarios:
  - id: edit-app
    title: Another word
    edits: [{ kind: replace, path: app.py, find: hello, with: "bye {{nonce}}" }]
    expects: deps-cached
rubric: { items: [{ check: root-user, points: 10 }] }
wrong:
  - { id: a, title: A, caughtBy: [root-user] }
  - { id: b, title: B, caughtBy: [root-user] }
  - { id: c, title: C, caughtBy: [root-user] }
`,
  'statement.mdx': 'Do it.\n',
  'starter/Dockerfile': 'FROM start\n',
  'starter/app.py': 'print("hello")\n',
  'starter/dot-git/HEAD': 'ref: refs/heads/main\n',
  'starter/notes/dot-git.txt': 'near miss\n',
  'starter/model.bin': Buffer.from([0xff, 0x00, 0xfe]),
  'solution/Dockerfile': 'FROM solution\n',
  'solution/.dockerignore': '*\n',
  'wrong/a/Dockerfile': 'FROM a\n',
  'wrong/b/Dockerfile': 'FROM b\n',
  'wrong/c/Dockerfile': 'FROM c\n',
};

let root: string;
const at = (path: string) => join(root, 'exercises/demo', path);
const write = async (path: string, data: string | Buffer) => {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), data);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'exercises-'));
  for (const [path, data] of Object.entries(files)) await write(path, data);
});
afterEach(() => rm(root, { recursive: true }));

test('the solution and wrong variants are complete contexts: their files replace those of the starter', async () => {
  const loaded = await loadExercise(root, 'demo');
  expect(loaded.statement).toBe('Do it.\n');
  expect(loaded.solution).toEqual([
    { path: '.dockerignore', encoding: 'utf8', data: '*\n', mode: 0o644 },
    { path: '.git/HEAD', encoding: 'utf8', data: 'ref: refs/heads/main\n', mode: 0o644 },
    { path: 'Dockerfile', encoding: 'utf8', data: 'FROM solution\n', mode: 0o644 },
    { path: 'app.py', encoding: 'utf8', data: 'print("hello")\n', mode: 0o644 },
    { path: 'model.bin', encoding: 'base64', data: '/wD+', mode: 0o644 },
    { path: 'notes/dot-git.txt', encoding: 'utf8', data: 'near miss\n', mode: 0o644 },
  ]);
  expect(
    loaded.wrong.map(({ variant, files: given }) => [
      variant,
      given.find((file) => file.path === 'Dockerfile')?.data,
    ]),
  ).toEqual([
    ['a', 'FROM a\n'],
    ['b', 'FROM b\n'],
    ['c', 'FROM c\n'],
  ]);
});

test('values are filled into every text, and not into what is no text', async () => {
  await write(
    'exercise.yaml',
    String(files['exercise.yaml'])
      .replace(
        'rubric:',
        'draws: [{ word: hello, port: 1 }, { word: hi, port: 2 }]\nrun: { port: "{{port}}", readyPath: "/{{word}}" }\nrubric:',
      )
      .replace('find: hello', 'find: "{{word}}"'),
  );
  await write('statement.mdx', 'Say `{{word}}`.\n');
  await write('starter/app.py', 'print("{{word}}")\n');
  await write('wrong/a/Dockerfile', 'EXPOSE {{port}}\n');
  await write('starter/model.bin', Buffer.concat([Buffer.from('{{word}}'), Buffer.from([0xff])]));
  const textOf = (list: readonly { path: string; data: string }[], path: string) =>
    list.find((file) => file.path === path)?.data;

  const example = await loadExercise(root, 'demo');
  expect(example.values).toEqual({ word: 'hello', port: 1 });
  expect(textOf(example.starter, 'app.py')).toBe('print("hello")\n');

  const own = await loadExercise(root, 'demo', { word: 'hi', port: 2 });
  expect(own.statement).toBe('Say `hi`.\n');
  expect(own.exercise.run).toMatchObject({ port: 2, readyPath: '/hi' });
  expect(own.exercise.scenarios[0]!.edits).toMatchObject([{ find: 'hi', with: 'bye {{nonce}}' }]);
  expect(textOf(own.solution, 'app.py')).toBe('print("hi")\n');
  expect(textOf(own.wrong[0]!.files, 'Dockerfile')).toBe('EXPOSE 2\n');
  expect(Buffer.from(textOf(own.starter, 'model.bin')!, 'base64').toString('latin1')).toContain('{{word}}');
});

const withMounts = `run:
  port: 80
  readyPath: /
  files: { folder: small, path: /models }
  starts:
    - name: large
      files: { folder: large, path: /models }
      probes: [{ name: says, path: / }]
rubric:`;

test('the folders in mounts/ are part of the exercise, and of no build context', async () => {
  await write(
    'exercise.yaml',
    String(files['exercise.yaml']).replace(
      'rubric:',
      `draws: [{ word: hello }, { word: hi }]\n${withMounts}`,
    ),
  );
  await write('mounts/small/notes/word.txt', '{{word}}\n');
  await write('mounts/small/model.bin', Buffer.from([0xff]));
  await write('mounts/large/model.bin', Buffer.from([0xfe]));
  const { exercise, starter, solution } = await loadExercise(root, 'demo', { word: 'hi' });
  expect(exercise.mounts).toEqual({
    large: [{ path: 'model.bin', encoding: 'base64', data: '/g==', mode: 0o644 }],
    small: [
      { path: 'model.bin', encoding: 'base64', data: '/w==', mode: 0o644 },
      { path: 'notes/word.txt', encoding: 'utf8', data: 'hi\n', mode: 0o644 },
    ],
  });
  expect(JSON.stringify([starter, solution])).not.toContain('word.txt');
  expect((await listExercises(root))[0]).not.toHaveProperty('mounts');
});

test('a task is the exercise without its solution and wrong variants, which are not read', async () => {
  await write('mounts/data/a.csv', 'a\n');
  await write(
    'exercise.yaml',
    `${files['exercise.yaml']}run: { port: 80, readyPath: /, files: { folder: data, path: /data } }\n`,
  );
  const { solution: _solution, wrong: _wrong, ...task } = await loadExercise(root, 'demo');
  await rm(at('solution'), { recursive: true });
  await write('wrong/a/Dockerfile', files['starter/Dockerfile']!);
  await expect(loadExercise(root, 'demo')).rejects.toThrow('is missing');
  expect(await loadTask(root, 'demo')).toEqual(task);
});

test.each([
  ['no statement', () => write('statement.mdx', ' \n'), 'is missing or empty'],
  ['no starter', () => rm(at('starter'), { recursive: true }), 'is missing'],
  [
    'a link in its mounts',
    () => mkdir(at('mounts/data'), { recursive: true }).then(() => symlink('/etc', at('mounts/data/etc'))),
    'symbolic link',
  ],
])('a task with %s cannot be loaded', async (_name, change, message) => {
  await change();
  await expect(loadTask(root, 'demo')).rejects.toThrow(message);
});

test('there is no task in a folder that is not there, or above the exercises', async () => {
  for (const slug of ['other', '../demo']) await expect(loadTask(root, slug)).rejects.toThrow(PlatformError);
});

test('an exercise without mounts/ has none', async () => {
  expect((await loadExercise(root, 'demo')).exercise).not.toHaveProperty('mounts');
});

test('only the executable bit of the permissions is kept', async () => {
  await chmod(at('starter/app.py'), 0o700);
  await chmod(at('starter/Dockerfile'), 0o600);
  const { starter } = await loadExercise(root, 'demo');
  expect(starter.map((file) => [file.path, file.mode])).toEqual([
    ['.git/HEAD', 0o644],
    ['Dockerfile', 0o644],
    ['app.py', 0o755],
    ['model.bin', 0o644],
    ['notes/dot-git.txt', 0o644],
  ]);
});

test('lists the exercises', async () => {
  expect((await listExercises(root)).map((exercise) => exercise.slug)).toEqual(['demo']);
});

test.each(['nowhere', '../exercises/demo', 'demo/', '', 'Demo'])(
  'an unknown slug (%j) is not found',
  async (slug) => {
    await expect(loadExercise(root, slug)).rejects.toThrow(PlatformError);
    await expect(loadExercise(root, slug)).rejects.toMatchObject({ code: 'not-found' });
  },
);

const defects: [name: string, change: () => Promise<void>, message: string][] = [
  [
    'a symbolic link',
    () => symlink('/etc/passwd', at('starter/passwd')),
    'starter/passwd: is a symbolic link',
  ],
  ['a link to a folder', () => symlink('/etc', at('solution/etc')), 'solution/etc: is a symbolic link'],
  ['no statement', () => rm(at('statement.mdx')), 'statement.mdx: is missing'],
  ['no starter', () => rm(at('starter'), { recursive: true }), 'starter: is missing'],
  ['no solution', () => rm(at('solution'), { recursive: true }), 'solution: is missing'],
  ['a declared variant without files', () => rm(at('wrong/b'), { recursive: true }), 'wrong/b: is missing'],
  ['a variant that is not declared', () => write('wrong/d/Dockerfile', 'FROM d\n'), 'wrong/d: is not listed'],
  [
    'a solution that changes a file that is not editable',
    () => write('solution/app.py', 'x'),
    'solution/app.py: is not in `editable`',
  ],
  [
    'a variant equal to the starter',
    () => write('wrong/a/Dockerfile', 'FROM start\n'),
    'wrong/a/Dockerfile: is the same as in starter/',
  ],
  [
    'a missing read-only file',
    () => rm(at('starter/app.py')),
    'exercise.yaml:8: readonly: starter/app.py is missing',
  ],
  [
    'an edit of a file that does not exist',
    () => write('exercise.yaml', String(files['exercise.yaml']).replace('path: app.py', 'path: ap.py')),
    'exercise.yaml:12: scenario edit-app: ap.py is not in the build context',
  ],
  [
    'a file that is editable and read-only',
    () =>
      write(
        'exercise.yaml',
        String(files['exercise.yaml']).replace('.dockerignore]', '.dockerignore, app.py]'),
      ),
    'exercise.yaml:7: app.py is both editable and readonly',
  ],
  [
    'a replacement that matches nothing',
    () => write('starter/app.py', 'print("good day")\n'),
    'exercise.yaml:12: scenario edit-app: app.py does not contain “hello”',
  ],
  [
    'a slug that differs from the folder',
    () => write('exercise.yaml', String(files['exercise.yaml']).replace('slug: demo', 'slug: other')),
    'exercise.yaml:2: slug is "other" but the folder is "demo"',
  ],
  [
    'a folder that a container gets, but that is missing',
    async () => {
      await write('exercise.yaml', String(files['exercise.yaml']).replace('rubric:', withMounts));
      await write('mounts/small/model.bin', 'x');
    },
    'exercise.yaml:20: there is no file in mounts/large',
  ],
  [
    'a file to remove that no container has',
    async () => {
      const alive = 'readyPath: /\n  alive: { path: /live, startingMs: 1, loses: weights.bin }';
      const run = withMounts.replace('readyPath: /', alive);
      await write('exercise.yaml', String(files['exercise.yaml']).replace('rubric:', run));
      await write('mounts/small/model.bin', 'x');
    },
    'exercise.yaml:17: there is no file mounts/small/weights.bin',
  ],
  [
    'a folder that no container gets',
    () => write('mounts/other/model.bin', 'x'),
    'no container gets mounts/other',
  ],
  [
    'a file that is in no folder of mounts/',
    () => write('mounts/model.bin', 'x'),
    'mounts/model.bin: is not in a folder of mounts/',
  ],
  [
    'a link in mounts/',
    async () => {
      await write('mounts/small/model.bin', 'x');
      await symlink('/etc/passwd', at('mounts/small/passwd'));
    },
    'mounts/small/passwd: is a symbolic link',
  ],
  [
    'a path in mounts/ that is too long',
    () => write(`mounts/small/${'a'.repeat(91)}`, 'x'),
    'has a path of more than 90 bytes',
  ],
  [
    'too much in mounts/',
    () => write('mounts/small/model.bin', Buffer.alloc(21 * 2 ** 20)),
    'has more than 20 MiB',
  ],
  ...(['run: { port: 80, readyPath: /', 'job: { starts: [{ name: a }]'] as const).map(
    (plan): (typeof defects)[number] => [
      'options that no learner can change',
      async () => {
        const text = String(files['exercise.yaml']);
        await write('exercise.yaml', text.replace('rubric:', `${plan}, options: compose.yaml }\nrubric:`));
      },
      'compose.yaml is not in `editable`, so no learner could change it',
    ],
  ),
  [
    'attacks that no submission can stop',
    async () => {
      const run = 'run: { port: 80, readyPath: /, attacks: [{ name: a, command: b, why: c }] }';
      await write('exercise.yaml', String(files['exercise.yaml']).replace('rubric:', `${run}\nrubric:`));
    },
    'exercise.yaml:14: attacks need `options`',
  ],
  [
    'a name with a backslash',
    () => write('starter/a\\b', ''),
    'cannot be part of a build context: must be a path inside the build context',
  ],
];
test.each(defects)('reports %s with its file', async (_name, change, message) => {
  await change();
  await expect(loadExercise(root, 'demo')).rejects.toThrow(message);
});
