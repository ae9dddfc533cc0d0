import type { ContextFile } from '@dfm/contracts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import { stepKeys } from './step-keys.ts';

const base =
  'FROM python:3\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app.py .\n';
const staged = 'FROM a AS build\nCOPY app.py .\nRUN make\nFROM a\nRUN tools\nCOPY --from=build /o /o\n';

interface Input {
  text?: string;
  files?: Record<string, string>;
  buildArgs?: Record<string, string>;
}

function keysOf({ text = base, files = {}, buildArgs = {} }: Input) {
  const context = Object.entries({ 'requirements.txt': 'a==1', 'app.py': 'print(1)', ...files }).map(
    ([path, data]): ContextFile => ({ path, data, encoding: 'utf8', mode: 0o644 }),
  );
  return stepKeys({ dockerfile: parseDockerfile(text), files: context, buildArgs });
}

/** Lines of the first Dockerfile's steps whose key does not change. */
function keptLines(before: Input, after: Input): number[] {
  const kept = new Set(keysOf(after).values());
  return [...keysOf(before)].flatMap(([line, key]) => (kept.has(key) ? [line] : []));
}

test.each<[name: string, before: Input, after: Input, kept: number[]]>([
  ['nothing changes', {}, {}, [2, 3, 4, 5]],
  ['a file that a step copies changes', {}, { files: { 'requirements.txt': 'a==2' } }, [2]],
  ['a file that the last step copies changes', {}, { files: { 'app.py': 'print(2)' } }, [2, 3, 4]],
  ['near miss: a file that no step copies changes', {}, { files: { 'README.md': 'new' } }, [2, 3, 4, 5]],
  [
    'a file is added to a folder that is copied',
    { text: 'FROM a\nRUN x\nCOPY . .\n' },
    { text: 'FROM a\nRUN x\nCOPY . .\n', files: { 'README.md': 'new' } },
    [2],
  ],
  ['a command changes', {}, { text: base.replace('pip install', 'pip install --no-cache-dir') }, [2, 3]],
  ['the base changes', {}, { text: base.replace('python:3', 'python:3-slim') }, []],
  ['the platform changes', {}, { text: base.replace('FROM ', 'FROM --platform=linux/arm64 ') }, []],
  ['ENV is set above', {}, { text: base.replace('WORKDIR', 'ENV A=1\nWORKDIR') }, []],
  [
    'near miss: a comment and white space',
    {},
    { text: base.replace('RUN pip', '# why\n\nRUN   pip') },
    [2, 3, 4, 5],
  ],
  [
    'near miss: image settings that do not affect steps',
    {},
    { text: base.replace('COPY req', 'LABEL a=b\nEXPOSE 80\nHEALTHCHECK CMD x\nCMD ["y"]\nCOPY req') },
    [2, 3, 4, 5],
  ],
  ['the user changes', {}, { text: base.replace('RUN', 'USER 1\nRUN') }, [2, 3]],
  ['a flag changes', {}, { text: base.replace('COPY app', 'COPY --chown=1 app') }, [2, 3, 4]],
  ['a heredoc changes', { text: 'FROM a\nRUN <<E\none\nE\n' }, { text: 'FROM a\nRUN <<E\ntwo\nE\n' }, []],
  [
    'near miss: a heredoc moves to a different line',
    { text: 'FROM a\nRUN <<E\none\nE\n' },
    { text: '# comment\nFROM a\nRUN <<E\none\nE\n' },
    [2],
  ],
  [
    'a build argument changes',
    { text: 'FROM a\nARG V\nRUN x\n', buildArgs: { V: '1' } },
    { text: 'FROM a\nARG V\nRUN x\n', buildArgs: { V: '2' } },
    [],
  ],
  [
    'a global default changes',
    { text: 'ARG V=1\nFROM a\nARG V\nRUN x\n' },
    { text: 'ARG V=2\nFROM a\nARG V\nRUN x\n' },
    [],
  ],
  [
    'a stage changes, and the step that copies from it',
    { text: staged },
    { text: staged.replace('RUN make', 'RUN make all') },
    [2, 5],
  ],
  [
    'a stage is named by its number',
    { text: staged.replace('=build', '=0') },
    { text: staged.replace('=build', '=0').replace('RUN make', 'RUN make all') },
    [2, 5],
  ],
  [
    'near miss: a stage gets a different name',
    { text: staged },
    { text: staged.replace('AS build', 'AS other').replace('=build', '=other') },
    [2, 3, 5],
  ],
  [
    'a stage that another one is built FROM changes',
    { text: 'FROM a AS one\nRUN x\nFROM one\nRUN y\n' },
    { text: 'FROM a AS one\nRUN z\nFROM one\nRUN y\n' },
    [],
  ],
  [
    'a file that a RUN mounts changes',
    { text: 'FROM a\nRUN --mount=type=bind,source=app.py,target=/a x\n' },
    { text: 'FROM a\nRUN --mount=type=bind,source=app.py,target=/a x\n', files: { 'app.py': '2' } },
    [],
  ],
  [
    'a stage that a RUN mounts changes',
    { text: 'FROM a AS one\nRUN x\nFROM a\nRUN --mount=from=one,target=/a y\n' },
    { text: 'FROM a AS one\nRUN z\nFROM a\nRUN --mount=from=one,target=/a y\n' },
    [],
  ],
])('%s', (_name, before, after, kept) => {
  expect(keptLines(before, after)).toEqual(kept);
});

test('two equal builds have equal keys, and no two steps of one build have the same key', () => {
  expect(keysOf({})).toEqual(keysOf({}));
  const twice = keysOf({ text: 'FROM a\nRUN x\nRUN x\n' });
  expect(new Set(twice.values()).size).toBe(2);
});

test('a Dockerfile that copies far more than any exercise gets no keys, quickly', () => {
  const files = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, 'x']));
  expect(keysOf({ text: `FROM a\n${'COPY . .\n'.repeat(1_000)}`, files }).size).toBe(0);
});
