import { readFileSync } from 'node:fs';
import type { ContextFile } from '@dfm/contracts';
import { lineOfStep } from '@dfm/dockerfile/syntax/line-of-step';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage, type BuildOutcome } from '../src/engine/build.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

let fixture: PoolFixture;
let sandbox: Sandbox;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('model-agrees');
});
afterAll(() => fixture[Symbol.asyncDispose]());

function buildOf(text: string): Promise<BuildOutcome> {
  const dockerfile = parseDockerfile(text);
  const files = ['f', 'g.md', 'd/f'].map((path): ContextFile => ({
    path,
    data: path,
    encoding: 'utf8',
    mode: 0o644,
  }));
  return buildImage(sandbox.engine, {
    dockerfile: text,
    files,
    tag: 'test:latest',
    lineOf: (stage, index, count) => lineOfStep(dockerfile, stage, index, count),
    logCapBytes: 100_000,
    signal: AbortSignal.timeout(60_000),
  });
}

// Each `@` is replaced by `line<N>`, where N is its line in the file, so that the name of every step that the
// engine reports contains its line. `stages`: the lines of each stage's steps in order; FROM of an image is a
// step.
const built: [name: string, text: string, stages: Record<string, number[]>][] = [
  [
    'one stage',
    'FROM scratch\nCOPY f /@\nENV A=b\nWORKDIR /@\nUSER 1\nADD f /@\nCMD ["x"]',
    { 'stage-0': [2, 4, 6] },
  ],
  ['a base', 'FROM debian:bookworm-slim\nRUN : @\nLABEL a=b\nCOPY f /@', { 'stage-0': [1, 2, 4] }],
  [
    'continuation, comments and empty lines',
    '# no\n\nFROM scratch\n\nCOPY f \\\n# no\n\n  # no\n  g.md /line5/\nCOPY f \\\n\n /line10',
    { 'stage-0': [5, 10] },
  ],
  [
    'a first line with only the escape',
    'FROM scratch\n\\\n  COPY f /line2\nCOPY f /@',
    { 'stage-0': [2, 4] },
  ],
  [
    'the escape directive',
    '#  Escape = ` \nFROM scratch\nCOPY f `\n /line3\nCOPY f /@',
    { 'stage-0': [3, 5] },
  ],
  [
    'no directive below a comment',
    '# hello\n# escape=`\nFROM scratch\nCOPY f \\\n /line4\nCOPY f /@',
    { 'stage-0': [4, 6] },
  ],
  [
    'CRLF, a byte order mark, tabs, lower case',
    '\uFEFFfrom\tscratch\r\n\tcopy\tf\t/@\r\n\r\nCoPy f \\\r\n /line4\r\ncopy f /@\r\n',
    { 'stage-0': [2, 4, 6] },
  ],
  [
    'several carriage returns, a no-break space',
    'FROM scratch\r\r\nCOPY f \\\r\r\n\u00A0\r\n /line2\r\r\nCOPY f /@',
    { 'stage-0': [2, 5] },
  ],
  [
    'heredocs',
    "FROM debian:bookworm-slim\nCOPY <<A <<-'B' /@/\nFROM no\nB\nA\n\tRUN no\n\tB\nRUN <<E cat > /x # @\nRUN no\nE\nRUN <<E\n: line11\nE\nCOPY f /@",
    { 'stage-0': [1, 2, 8, 11, 14] },
  ],
  [
    'a quoted operator is not a heredoc',
    'FROM debian:bookworm-slim\nRUN echo "<<E" @\nRUN : @',
    { 'stage-0': [1, 2, 3] },
  ],
  [
    'stages by name, by index, in different case',
    'FROM scratch AS One\nCOPY f /@\nFROM scratch\nCOPY --from=ONE /line2 /@\nCOPY --from=0 /line2 /again/@',
    { one: [2], 'stage-1': [4, 5] },
  ],
  [
    'a stage in capitals, used in lower case',
    'FROM scratch AS One\nCOPY f /@\nFROM one\nCOPY f /@',
    { one: [2], 'stage-1': [4] },
  ],
  [
    'a stage built on another',
    'ARG P=o\nFROM scratch AS one\nCOPY f /@\nFROM ${P}ne AS two\nCOPY f /@\nWORKDIR /@\nFROM two\nCOPY f /@',
    { one: [3], two: [5, 6], 'stage-2': [8] },
  ],
  [
    'the second of two stages with one name',
    'FROM scratch AS a\nCOPY f /@\nFROM scratch AS a\nCOPY f /two/@\nCOPY g.md /@\nFROM scratch\nCOPY --from=a /two /@',
    { a: [4, 5], 'stage-2': [7] },
  ],
  [
    'global variables',
    'ARG A=xxscratch.y.z\nARG B=${A#x*x}\nARG C=${NONE:-${B%%.*}}\nFROM ${C}\nCOPY f /@',
    { 'stage-0': [5] },
  ],
  [
    'a WORKDIR that leads to the root',
    'FROM scratch\nARG R=/\nWORKDIR /\nWORKDIR /@\nWORKDIR ..\nCOPY f /@\nWORKDIR $R\nCOPY f /@',
    { 'stage-0': [4, 6, 8] },
  ],
  [
    'an inherited WORKDIR',
    'FROM scratch AS one\nWORKDIR /@\nFROM one\nWORKDIR ../@\nWORKDIR ..\nCOPY f /@',
    { one: [2], 'stage-1': [4, 6] },
  ],
  [
    'flags',
    'FROM scratch AS one\nCOPY f /@\nFROM scratch\nCOPY --link --chmod=755 --chown=1:1 --from="one" /line2 /@\nCOPY -- f /@',
    { one: [2], 'stage-1': [4, 5] },
  ],
  [
    'mounts of every type',
    'FROM scratch AS one\nCOPY f /@\nFROM debian:bookworm-slim\nRUN --mount=type=bind,from=one,target=/b --mount=type=cache,target=/c --mount=type=tmpfs,target=/t --mount=type=secret,id=s --mount=type=ssh --network=none : @',
    { one: [2], 'stage-1': [3, 4] },
  ],
  ['empty RUN and CMD', 'FROM debian:bookworm-slim\nRUN\nCMD\nENTRYPOINT\nRUN : @', { 'stage-0': [1, 2, 5] }],
  [
    'ONBUILD is not a step here',
    'FROM scratch\nONBUILD RUN <<E\nFROM no\nE\nONBUILD COPY f /x\nCOPY f /@',
    { 'stage-0': [6] },
  ],
  [
    'more than nine steps',
    `FROM scratch${'\nCOPY f /@'.repeat(11)}`,
    { 'stage-0': [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  ],
];

describe('the model and the engine agree on stages, steps and lines', () => {
  test.each(built)('%s', async (_, template, stages) => {
    const text = template
      .split('\n')
      .map((line, i) => line.replaceAll('@', `line${i + 1}`))
      .join('\n');
    expect(parseDockerfile(text).problems).toEqual([]);
    const outcome = await buildOf(text);
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    expect(outcome.kind).toBe('built');
    const seen: Record<string, number[]> = {};
    for (const step of outcome.steps.toSorted((a, b) => a.index - b.index)) {
      (seen[step.stage] ??= []).push(step.line ?? 0);
      const marks = [...step.name.matchAll(/line(\d+)/giu)].map((match) => Number(match[1]));
      if (marks.length > 0) expect(marks).toContain(step.line);
      expect(text.split('\n')[step.line! - 1]?.toUpperCase()).toContain(
        step.name.startsWith('FROM') ? 'FROM' : '',
      );
    }
    expect(seen).toEqual(stages);
  });
});

test('both read FROM with the capitals of a stage as an image', async () => {
  const text = 'FROM scratch AS One\nCOPY f /f\nFROM One\nCOPY f /g';
  expect(parseDockerfile(text).stages[1]!.parent).toBeUndefined();
  expect(await buildOf(text)).toMatchObject({
    kind: 'failed',
    vertex: undefined,
    message: expect.stringContaining('must be lowercase'),
  });
});

interface Refusal {
  name: string;
  refused: string;
  accepted: string;
  /** `accepted` is newer than the sandbox's engine. */
  newer?: boolean;
}

const refusals = JSON.parse(
  readFileSync(new URL('../../packages/dockerfile/test-data/refusals.json', import.meta.url), 'utf8'),
) as Refusal[];
const locatedError = /parse error on line (\d+)/u;

const scratchWords = JSON.parse(
  readFileSync(new URL('../../packages/dockerfile/test-data/scratch-words.json', import.meta.url), 'utf8'),
) as { args: string[]; words: string[] };

// A unit test asserts that the model reads each of them as `scratch`, because no other name could be built
// here.
test('the engine and the model expand variables in FROM in the same way', async () => {
  const { args, words } = scratchWords;
  const stages = words.map((word, i) => `FROM ${word} AS w${i}\nCOPY f /w${i}\n`);
  const copies = words.map((_, i) => `COPY --from=w${i} /w${i} /\n`);
  const outcome = await buildOf(
    `${args.map((arg) => `ARG ${arg}\n`).join('')}${stages.join('')}FROM scratch\n${copies.join('')}`,
  );
  expect(outcome).toMatchObject({ kind: 'built' });
  expect(new Set(outcome.steps.map((step) => step.stage))).toEqual(
    new Set([...words.map((_, i) => `w${i}`), `stage-${words.length}`]),
  );
});

describe('the engine rejects what the model rejects, at the same line if it reports one', () => {
  const before = 'FROM scratch AS zero\nFROM scratch AS one\n';
  const complete: [name: string, text: string][] = [
    ['an empty file', '\n'],
    ['only comments', '# x'],
    ['a directive twice', '# escape=`\n# escape=`\nFROM scratch\nCOPY f /f'],
    ['an invalid escape', '# escape=x\nFROM scratch\nCOPY f /f'],
    ['an instruction before FROM', 'ENV a=b\nFROM scratch\nCOPY f /f'],
    ['an unterminated heredoc', `${before}COPY <<E /x\nx`],
    ['a no-break space after the keyword', `${before}COPY\u00A0f /f`],
    ['a byte order mark further down', `${before}\uFEFFCOPY f /f`],
    ['an escape that continues nothing', `${before}\\\n`],
  ];
  test.each([
    ...complete,
    ...refusals.map(({ name, refused }): [string, string] => [name, before + refused]),
  ])('%s', async (_, text) => {
    const outcome = await buildOf(text);
    expect(outcome).toMatchObject({ kind: 'failed', vertex: undefined });
    const lines = parseDockerfile(text).problems.map(({ line }) => line);
    expect(lines).toHaveLength(1);
    const reported = outcome.kind === 'failed' ? locatedError.exec(outcome.message)?.[1] : undefined;
    if (reported !== undefined) expect(lines).toEqual([Number(reported)]);
  });

  test.each(refusals.filter(({ newer }) => newer !== true))(
    'near miss that the engine accepts: $name',
    async ({ accepted }) => {
      const outcome = await buildOf(`${before}COPY f /f\n${accepted}`);
      expect(outcome.kind === 'failed' ? outcome.message : '').not.toMatch(locatedError);
    },
  );
});
