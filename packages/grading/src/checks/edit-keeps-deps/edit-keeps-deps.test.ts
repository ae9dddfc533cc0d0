import type { EditScenario } from '@dfm/contracts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { MeasuredInput } from '../../check/check.ts';
import type { CacheVerdict } from '../../replay/cache-verdict.ts';
import { editKeepsDeps } from './edit-keeps-deps.ts';

const edit = (id: string, more: Partial<EditScenario> = {}): EditScenario => ({
  id,
  title: `Title of ${id}`,
  cache: 'own',
  expects: 'deps-cached',
  edits: more.buildArgs === undefined ? [{ kind: 'append', path: id, text: 'x' }] : [],
  ...more,
});

/** Judges edits by the duration of each line that ran after them, in milliseconds. */
function judged(text: string, edits: [scenario: EditScenario, ran: Record<number, number>][]) {
  const dockerfile = parseDockerfile(text);
  const cache = edits.map(([scenario, ran]): CacheVerdict => ({
    scenario: scenario.id,
    title: scenario.title,
    expects: scenario.expects,
    totalMs: 1,
    newBytes: 0,
    firstBuild: undefined,
    steps: dockerfile.instructions.map(({ startLine: line, raw: name }) => ({
      line,
      name,
      stage: '',
      cached: ran[line] === undefined,
      ms: ran[line] ?? 0,
      bytes: 0,
    })),
  }));
  const scenarios = edits.map(([scenario]) => scenario);
  return editKeepsDeps.measure!({ cache, dockerfile, scenarios } as MeasuredInput);
}

const helpDesk = `FROM python:3.11-slim
ARG GIT_SHA
LABEL revision=$GIT_SHA
COPY *.txt ./
RUN pip install -r requirements.txt
COPY app.py .
RUN apt-get update && apt-get install -y tini
`;
const app = edit('app.py');
const question = edit('questions.txt');
const commit = edit('commit', { buildArgs: { GIT_SHA: '2' } });
const added = edit('requirements.txt', { expects: 'deps-run' });
const all = { 3: 1, 4: 9, 5: 9_000, 6: 9, 7: 4_000 };

test('names every cause, at the line where its fix goes, and the costliest edit first', () => {
  const verdict = judged(helpDesk, [
    [app, { 6: 9, 7: 4_100 }],
    [question, { 4: 9, 5: 9_000, 6: 9, 7: 4_000 }],
    [commit, { ...all, 5: 9_300 }],
    [added, all],
  ]);
  expect(verdict).toMatchObject({
    status: 'fail',
    line: 4,
    message: 'An edit of questions.txt reinstalls the packages (13 s). So do 2 other edits.',
    next: 'Line 4: copy only the list of packages here, and questions.txt below the install on line 7. Line 2: move ARG GIT_SHA, and what uses it, below the install on line 7. Every RUN below an ARG runs again when its value changes. Line 6: move this copy of app.py below the install on line 7.',
  });
  expect(verdict.edits).toEqual([
    {
      title: 'Title of app.py',
      ok: false,
      wanted: 'cached',
      lostAt: [
        {
          line: 6,
          reason: 'app.py changed, and this step reads it',
          fix: 'Line 6: move this copy of app.py below the install on line 7.',
        },
      ],
      installLines: [7],
      ms: 4_100,
      bytes: 0,
      measuredIn: 'rebuild',
    },
    expect.objectContaining({ lostAt: [expect.objectContaining({ line: 4 })], installLines: [5, 7] }),
    expect.objectContaining({ lostAt: [expect.objectContaining({ line: 3 })], installLines: [5, 7] }),
    expect.objectContaining({ ok: true, wanted: 'installed' }),
  ]);
});

test('an edit with more reinstalls comes first where their time is unknown, and the order of the exercise decides last', () => {
  const { next } = judged(helpDesk, [
    [app, { 6: 0, 7: 4_000 }],
    [commit, { 3: 0, 4: 0, 5: 0, 6: 0, 7: 4_000 }],
    [question, { 4: 0, 5: 0, 6: 0, 7: 4_000 }],
  ]);
  expect(next?.match(/Line \d+/gu)).toEqual(['Line 2', 'Line 4', 'Line 6']);
});

test('names the cause in each stage', () => {
  const verdict = judged(
    'FROM a AS x\nCOPY . .\nRUN pip install b\nFROM a\nCOPY app.py d ./\nRUN pip install c\n',
    [[app, { 2: 1, 3: 1_000, 5: 1, 6: 2_000 }]],
  );
  expect(verdict.edits?.[0]?.lostAt.map(({ line }) => line)).toEqual([2, 5]);
  expect(verdict.next).toBe(
    'Line 2: copy only the list of packages here, and app.py below the install on line 3. Line 5: copy app.py below the install on line 6 instead.',
  );
});

test.each<[name: string, text: string, ran: Record<number, number>, line: number, next: string]>([
  [
    'the install itself reads the file',
    'FROM a\nRUN --mount=type=bind,source=.,target=/c pip install -r /c/r.txt\n',
    { 2: 1_000 },
    2,
    'Line 2: this install runs because app.py changed, and this step reads it. Make it depend only on the list of packages.',
  ],
  [
    'a copy from a stage that reads the file',
    'FROM a AS x\nCOPY app.py .\nFROM a\nCOPY --from=x /a /a\nRUN pip install b\n',
    { 2: 1, 4: 1, 5: 1_000 },
    4,
    'Line 4 runs because a step it builds on ran again. Install the packages above it.',
  ],
])('%s', (_name, text, ran, line, next) => {
  expect(judged(text, [[app, ran]])).toMatchObject({ line, next });
});

test.each<[name: string, edits: Parameters<typeof judged>[1], message: string]>([
  [
    'with a change of the packages',
    [
      [app, { 6: 9 }],
      [added, all],
    ],
    'No edit triggers a reinstall, except a change of the packages.',
  ],
  ['with edits only', [[app, { 6: 9 }]], 'No edit triggers a reinstall.'],
])('passes %s', (_name, edits, message) => {
  expect(judged(helpDesk, edits)).toMatchObject({ status: 'pass', message });
});
