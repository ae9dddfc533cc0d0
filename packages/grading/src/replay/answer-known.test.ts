import type { EditScenario } from '@dfm/contracts';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import { lineOfStep } from '@dfm/dockerfile/syntax/line-of-step';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import type { TraceStep } from '../evidence/evidence.ts';
import { answerKnown, type ReplayQuestion } from './answer-known.ts';
import { repeatedSteps } from './repeated-steps.ts';

const edit = (changes: Partial<EditScenario> = {}): EditScenario => ({
  id: 'edit',
  title: 'Edit',
  cache: 'own',
  expects: 'deps-cached',
  edits: [{ kind: 'append', path: 'app.py', text: 'x' }],
  ...changes,
});
const nothing = edit({ id: 'no-change', edits: [], expects: 'all-cached' });

/** Milliseconds that the first build took for each line's step; lines that are not named were cached in it. */
type Costs = Record<number, number | 'prebuilt' | 'prebuilt, quickly'>;
/** States of a rebuild by line. */
type Seen = Record<number, 'cached' | 'ran' | 'running'>;

function stepsOf(text: string): TraceStep[] {
  const dockerfile = parseDockerfile(text);
  return dockerfile.stages.flatMap((stage) => {
    const name = stage.name ?? (dockerfile.stages.length === 1 ? '' : `stage-${stage.index}`);
    const numbered = [
      ...(stage.parent === undefined ? [stage.from] : []),
      ...stage.instructions.filter(({ keyword }) => ['RUN', 'COPY', 'WORKDIR'].includes(keyword)),
    ];
    return numbered.map(({ raw }, index) => {
      const line = lineOfStep(dockerfile, name, index + 1, numbered.length);
      return {
        digest: `${line}`,
        stage: name,
        index: index + 1,
        count: numbered.length,
        name: raw,
        line,
        cached: false,
        ms: 0,
        error: undefined,
      };
    });
  });
}

function progressOf(text: string, seen: Seen) {
  const steps = stepsOf(text);
  const those = (...states: string[]) =>
    steps
      .filter(({ line }) => states.includes(seen[line!] ?? ''))
      .map((step) => ({ ...step, cached: seen[step.line!] === 'cached' }));
  return { completed: those('cached', 'ran'), running: those('running') };
}

function question(
  text: string,
  costs: Costs,
  changes: Partial<ReplayQuestion> & { scenarios?: EditScenario[] } = {},
): ReplayQuestion {
  const dockerfile = parseDockerfile(text);
  const steps = stepsOf(text).map((step) => {
    const cost = costs[step.line!];
    if (cost === undefined) return { ...step, cached: true };
    return typeof cost === 'number'
      ? { ...step, ms: cost }
      : { ...step, cached: true, courseMs: cost === 'prebuilt' ? 12_000 : 900 };
  });
  const scenario = changes.scenario ?? edit();
  return {
    exercise: {
      scenarios: changes.scenarios ?? [nothing, scenario],
      buildArgs: {},
    },
    measuredScenarios: new Set(),
    scenario,
    dockerfile,
    cold: { build: 'cold', totalMs: 1, steps, layers: [] },
    installLines: new Set(
      dockerfile.instructions.filter(installsDependencies).map(({ startLine }) => startLine),
    ),
    ...changes,
  };
}

const wasteful = 'FROM x\nWORKDIR /srv\nCOPY . .\nRUN pip install y\nRUN echo last\n';
const everyCost = { 2: 10, 3: 10, 4: 12_000, 5: 10 };
const pipRuns: Seen = { 1: 'cached', 2: 'cached', 3: 'ran', 4: 'running' };

const staged =
  'FROM x AS build\nCOPY . .\nRUN pip install y\nFROM x AS tools\nRUN apt-get install -y curl\nFROM x\nRUN echo tools\nCOPY --from=tools /usr /usr\nCOPY --from=build /v /v\nRUN echo last\n';
const stagedCosts = { 2: 10, 3: 12_000, 5: 5_000, 7: 10, 8: 10, 9: 10, 10: 10 };

describe('a replay may be stopped', () => {
  test.each<[name: string, text: string, costs: Costs, seen: Seen, expected: boolean]>([
    ['when the packages are installed again', wasteful, everyCost, pipRuns, true],
    [
      'near miss: when they come from the cache',
      wasteful,
      everyCost,
      { ...pipRuns, 3: 'cached', 4: 'cached', 5: 'running' },
      false,
    ],
    [
      'near miss: while a cheap step runs that the install comes after',
      wasteful,
      everyCost,
      { 1: 'cached', 2: 'cached', 3: 'running' },
      false,
    ],
    [
      'near miss: when they took less than three seconds',
      wasteful,
      { ...everyCost, 4: 2_900 },
      pipRuns,
      false,
    ],
    [
      'near miss: when the first build had them from the cache',
      wasteful,
      { 2: 10, 3: 10, 5: 10 },
      pipRuns,
      false,
    ],
    [
      'when they are prebuilt, since what they took is known',
      wasteful,
      { 4: 'prebuilt', 5: 10 },
      pipRuns,
      true,
    ],
    [
      'near miss: when they are prebuilt, and took less than three seconds',
      wasteful,
      { 4: 'prebuilt, quickly', 5: 10 },
      pipRuns,
      false,
    ],
    [
      'although the first build had the step above from the cache',
      wasteful,
      { 4: 12_000, 5: 10 },
      pipRuns,
      true,
    ],
    [
      'at a costly step below an install that ran',
      wasteful.replace('echo last', 'python train.py'),
      { ...everyCost, 4: 1_000, 5: 9_000 },
      { ...pipRuns, 4: 'ran', 5: 'running' },
      true,
    ],
    [
      'near miss: when what that install took is not known',
      wasteful.replace('echo last', 'python train.py'),
      { 5: 9_000 },
      { ...pipRuns, 4: 'ran', 5: 'running' },
      false,
    ],
    [
      'at a costly step above an install, which is certain to run',
      'FROM x\nCOPY . .\nRUN python train.py\nRUN pip install y\n',
      { 2: 10, 3: 9_000, 4: 1_000 },
      { 1: 'cached', 2: 'ran', 3: 'running' },
      true,
    ],
    [
      'near miss: at a costly step when no install is lost',
      'FROM x\nRUN pip install y\nCOPY . .\nRUN python train.py\n',
      { 2: 12_000, 3: 10, 4: 9_000 },
      { 1: 'cached', 2: 'cached', 3: 'ran', 4: 'running' },
      false,
    ],
    [
      'near miss: when its cache mount would keep what is half done',
      wasteful.replace('RUN pip', 'RUN --mount=type=cache,target=/root/.cache pip'),
      everyCost,
      pipRuns,
      false,
    ],
    [
      'near miss: when a step of another stage writes to a cache mount meanwhile',
      `FROM x AS a\nCOPY . .\nRUN --mount=target=/c,type=cache make\n${wasteful}`,
      { 2: 10, 3: 2_000, 5: 10, 6: 10, 7: 12_000, 8: 10 },
      { 2: 'ran', 3: 'running', 5: 'cached', 6: 'ran', 7: 'running' },
      false,
    ],
    [
      'with a mount that keeps nothing',
      wasteful.replace('RUN pip', 'RUN --mount=type=bind,target=/src pip'),
      everyCost,
      pipRuns,
      true,
    ],
    [
      'in a build stage, once every other install is decided',
      staged,
      stagedCosts,
      { 2: 'ran', 3: 'running', 5: 'cached' },
      true,
    ],
    [
      'near miss: while the install of another stage is open',
      staged,
      stagedCosts,
      { 2: 'ran', 3: 'running' },
      false,
    ],
    [
      'near miss: while a line above the first miss is open',
      'FROM x AS a\nCOPY . .\nRUN make\nFROM x\nCOPY app.py .\nRUN pip install y\nCOPY --from=a /o /o\n',
      { 2: 10, 3: 10, 5: 10, 6: 12_000, 7: 10 },
      { 5: 'ran', 6: 'running' },
      false,
    ],
    [
      'when that line is decided',
      'FROM x AS a\nCOPY . .\nRUN make\nFROM x\nCOPY app.py .\nRUN pip install y\nCOPY --from=a /o /o\n',
      { 2: 10, 3: 10, 5: 10, 6: 12_000, 7: 10 },
      { 2: 'cached', 3: 'cached', 5: 'ran', 6: 'running' },
      true,
    ],
  ])('%s', (_name, text, costs, seen, expected) => {
    expect(answerKnown(question(text, costs))!(progressOf(text, seen))).toBe(expected);
  });

  test.each<[name: string, text: string, costs: Costs, seen: Seen, expected: boolean]>([
    ['once every step is decided', wasteful, everyCost, pipRuns, true],
    [
      'whatever the costly step does',
      wasteful.replace('pip install y', 'python train.py'),
      everyCost,
      pipRuns,
      true,
    ],
    [
      'near miss: while one that reads another stage may come from the cache',
      staged,
      stagedCosts,
      { 2: 'ran', 3: 'running', 5: 'cached', 7: 'cached', 8: 'cached' },
      false,
    ],
    [
      'near miss: while a linked copy may come from the cache',
      wasteful.replace('RUN echo last', 'COPY --link a b'),
      everyCost,
      pipRuns,
      false,
    ],
  ])('where nothing may run: %s', (_name, text, costs, seen, expected) => {
    expect(
      answerKnown(question(text, costs, { scenario: edit({ expects: 'all-cached' }) }))!(
        progressOf(text, seen),
      ),
    ).toBe(expected);
  });
});

describe('a replay goes to its end', () => {
  const other = edit({ id: 'other', edits: [{ kind: 'append', path: 'app.py', text: 'y' }] });
  test.each<[string, Partial<ReplayQuestion> & { scenarios?: EditScenario[] }, boolean]>([
    [
      'the packages are meant to change: whether they install is only seen then',
      { scenario: edit({ expects: 'deps-run' }) },
      true,
    ],
    ['its layers are measured', { scenario: edit({ expects: 'layers-shared' }) }, true],
    ['its layers are measured besides', { measuredScenarios: new Set(['edit']) }, true],
    ['near miss: the layers of another one are', { measuredScenarios: new Set(['other']) }, false],
    ['another target is built', { scenario: edit({ target: 'a' }) }, true],
    [
      'the Dockerfile is edited',
      { scenario: edit({ edits: [{ kind: 'append', path: 'Dockerfile', text: '#' }] }) },
      true,
    ],
    ['nothing is changed', { scenario: nothing }, true],
    ['only an argument is changed', { scenario: edit({ edits: [], buildArgs: { A: '1' } }) }, false],
    ['a later one changes the same file, and would find its steps', { scenarios: [edit(), other] }, true],
    ['near miss: an earlier one does', { scenarios: [other, edit()] }, false],
    [
      'near miss: a later one does on a fresh builder',
      { scenarios: [edit(), { ...other, cache: 'pushed-image' }] },
      false,
    ],
    [
      'near miss: a later one changes another file',
      { scenarios: [edit(), { ...other, edits: [{ kind: 'append', path: 'b', text: '' }] }] },
      false,
    ],
    [
      'a later one changes the same argument',
      {
        scenario: edit({ buildArgs: { A: '1' } }),
        scenarios: [edit({ buildArgs: { A: '1' } }), edit({ id: 'b', edits: [], buildArgs: { A: '1' } })],
      },
      true,
    ],
    [
      'near miss: the scenario is on a fresh builder, which the later one makes forget',
      { scenario: edit({ cache: 'pushed-image' }), scenarios: [edit({ cache: 'pushed-image' }), other] },
      false,
    ],
    [
      'an argument may name the base',
      { dockerfile: parseDockerfile('ARG B=x\nFROM $B\n'), scenario: edit({ buildArgs: { A: '1' } }) },
      true,
    ],
    ['near miss: it is the default alone', { dockerfile: parseDockerfile('ARG B=x\nFROM $B\n') }, false],
  ])('where %s', (_name, changes, expected) => {
    expect(answerKnown(question(wasteful, everyCost, changes)) === undefined).toBe(expected);
  });
});

test.each<[name: string, text: string, seen: Seen, states: Record<number, string>]>([
  [
    'below a step that runs nothing comes from the cache',
    wasteful,
    pipRuns,
    { 2: 'cached', 3: 'ran', 4: 'running', 5: 'will-run' },
  ],
  [
    'a stage runs from its beginning when the one it is built from runs',
    'FROM x AS a\nRUN 1\nRUN 2\nFROM a\nRUN 3\nFROM x AS b\nRUN 4\n',
    { 3: 'running' },
    { 2: 'unknown', 3: 'running', 5: 'will-run', 7: 'unknown' },
  ],
  [
    'a copy from a stage that runs may come from the cache, and so may what is below it',
    staged,
    { 3: 'running' },
    { 2: 'unknown', 3: 'running', 5: 'unknown', 7: 'unknown', 8: 'unknown', 9: 'unknown', 10: 'unknown' },
  ],
  [
    'a linked copy does not rest on what is above it; what is below does',
    'FROM x\nRUN 1\nCOPY --link a b\nRUN 2\n',
    { 2: 'running' },
    { 2: 'running', 3: 'unknown', 4: 'will-run' },
  ],
  ['FROM is no miss', 'FROM x\nRUN 1\n', { 1: 'ran' }, { 2: 'unknown' }],
])('what is known of each step: %s', (_name, text, seen, states) => {
  const steps = repeatedSteps(stepsOf(text), progressOf(text, seen), parseDockerfile(text));
  expect(Object.fromEntries(steps.map(({ first, state }) => [first.line, state]))).toEqual(states);
});
