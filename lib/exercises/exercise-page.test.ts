import { exerciseSchema, type ContextFile } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { exercisePage } from './exercise-page.ts';

const canary = 'CANARY-7f3a';
const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'demo',
  title: 'Demo',
  summary: 'A demo.',
  difficulty: 1,
  minutes: 5,
  editable: ['Dockerfile', '.dockerignore'],
  readonly: ['app.py'],
  hints: ['Look.'],
  scenarios: [
    {
      id: 'edit-app',
      title: 'A line is added',
      edits: [{ kind: 'append', path: 'app.py', text: canary }],
      expects: 'deps-cached',
    },
  ],
  run: {
    port: 8000,
    readyPath: '/health',
    probes: [{ name: canary, path: '/predict', body: { x: canary }, expectJson: { y: canary } }],
  },
  rubric: { passScore: 70, items: [{ check: 'size-budget', points: 5, options: { note: canary } }] },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: canary, caughtBy: ['root-user'] })),
});
const file = (path: string, data: string, encoding: 'utf8' | 'base64' = 'utf8'): ContextFile => ({
  path,
  data,
  encoding,
  mode: 0o644,
});
const page = exercisePage(exercise, [
  file('Dockerfile', 'FROM a\n'),
  file('app.py', 'print()\n'),
  file('model.joblib', 'AAECAw==', 'base64'),
  file('notes.txt', 'é'),
  file('Dockerfile.dockerignore', 'data\n'),
  file('data/.dockerignore', 'x'),
]);

test('files are in tab order, editable ones first; a file that is not in the starter is empty', () => {
  expect(page.files).toEqual([
    { path: 'Dockerfile', text: 'FROM a\n', editable: true, inStarter: true },
    { path: '.dockerignore', text: '', editable: true, inStarter: false },
    { path: 'app.py', text: 'print()\n', editable: false, inStarter: true },
  ]);
});

test('files that are not shown are listed with their size in bytes, ignore files with their text', () => {
  expect(page.hiddenFiles).toEqual([
    { path: 'model.joblib', bytes: 4 },
    { path: 'notes.txt', bytes: 2 },
    { path: 'Dockerfile.dockerignore', bytes: 5, text: 'data\n' },
    { path: 'data/.dockerignore', bytes: 1 },
  ]);
});

test('contains nothing from the probes, wrong variants, edits or rubric options', () => {
  expect(JSON.stringify(page)).not.toContain(canary);
  expect(JSON.stringify(exercise)).toContain(canary);
});
