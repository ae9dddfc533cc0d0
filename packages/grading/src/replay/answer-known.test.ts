import type { EditScenario } from '@dfm/contracts';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
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

/**
 * Duration of the step of each line in the first build, in milliseconds. Lines that are not listed were
 * cached.
 */
type Costs = Record<number, number | 'prebuilt' | 'prebuilt, quickly'>;
/** States of a rebuild by line. */
type Seen = Record<number, 'cached' | 'ran' | 'running'>;

function stepsOf(text: string): TraceStep[] {
  const dockerfile = parseDockerfile(text);
  return dockerfile.stages.flatMap((stage) => {
    const name = stage.name ?? (dockerfile.stages.length === 1 ? '' : `stage-${stage.index}`);
    const numbered = [
      ...(stage.parent === undefined ? [stage.from] : []),
      ...stage.instructions.filter(({ keyword }) => factsOf(keyword).step),
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
  const inState = (...states: string[]) =>
    steps
      .filter(({ line }) => states.includes(seen[line!] ?? ''))
      .map((step) => ({ ...step, cached: seen[step.line!] === 'cached' }));
  return { completed: inState('cached', 'ran'), running: inState('running') };
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

describe('a replay can be stopped', () => {
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
      'near miss: while a cheap step before the install is running',
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
      'when they are prebuilt, because their duration is known',
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
      'near miss: when the duration of that install is not known',
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
      'near miss: at a costly step when no install is a cache miss',
      'FROM x\nRUN pip install y\nCOPY . .\nRUN python train.py\n',
      { 2: 12_000, 3: 10, 4: 9_000 },
      { 1: 'cached', 2: 'cached', 3: 'ran', 4: 'running' },
      false,
    ],
    [
      'near miss: when its cache mount would keep half-written files',
      wasteful.replace('RUN pip', 'RUN --mount=type=cache,target=/root/.cache pip'),
      everyCost,
      pipRuns,
      false,
    ],
    [
      'near miss: when a step of a different stage is writing to a cache mount',
      `FROM x AS a\nCOPY . .\nRUN --mount=target=/c,type=cache make\n${wasteful}`,
      { 2: 10, 3: 2_000, 5: 10, 6: 10, 7: 12_000, 8: 10 },
      { 2: 'ran', 3: 'running', 5: 'cached', 6: 'ran', 7: 'running' },
      false,
    ],
    [
      'with a mount that keeps no files',
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
      'near miss: while the install of a different stage is undecided',
      staged,
      stagedCosts,
      { 2: 'ran', 3: 'running' },
      false,
    ],
    [
      'near miss: while a line above the first miss is undecided',
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
      'regardless of the costly step',
      wasteful.replace('pip install y', 'python train.py'),
      everyCost,
      pipRuns,
      true,
    ],
    [
      'near miss: while one that reads a different stage may come from the cache',
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
  ])('if no step may run: %s', (_name, text, costs, seen, expected) => {
    expect(
      answerKnown(question(text, costs, { scenario: edit({ expects: 'all-cached' }) }))!(
        progressOf(text, seen),
      ),
    ).toBe(expected);
  });
});

describe('a replay is always completed', () => {
  const other = edit({ id: 'other', edits: [{ kind: 'append', path: 'app.py', text: 'y' }] });
  test.each<[string, Partial<ReplayQuestion> & { scenarios?: EditScenario[] }, boolean]>([
    [
      'the packages are changed, and whether they install is known only at the end',
      { scenario: edit({ expects: 'deps-run' }) },
      true,
    ],
    ['its layers are measured', { scenario: edit({ expects: 'layers-shared' }) }, true],
    ['its layers are also measured', { measuredScenarios: new Set(['edit']) }, true],
    [
      'near miss: the layers of a different scenario are measured',
      { measuredScenarios: new Set(['other']) },
      false,
    ],
    ['a different target is built', { scenario: edit({ target: 'a' }) }, true],
    [
      'the Dockerfile is edited',
      { scenario: edit({ edits: [{ kind: 'append', path: 'Dockerfile', text: '#' }] }) },
      true,
    ],
    ['nothing is changed', { scenario: nothing }, true],
    ['only an argument is changed', { scenario: edit({ edits: [], buildArgs: { A: '1' } }) }, false],
    [
      'a later scenario changes the same file, and would find its steps',
      { scenarios: [edit(), other] },
      true,
    ],
    ['near miss: an earlier scenario does', { scenarios: [other, edit()] }, false],
    [
      'near miss: a later scenario does, on a new builder',
      { scenarios: [edit(), { ...other, cache: 'pushed-image' }] },
      false,
    ],
    [
      'near miss: a later scenario changes a different file',
      { scenarios: [edit(), { ...other, edits: [{ kind: 'append', path: 'b', text: '' }] }] },
      false,
    ],
    [
      'a later scenario changes the same argument',
      {
        scenario: edit({ buildArgs: { A: '1' } }),
        scenarios: [edit({ buildArgs: { A: '1' } }), edit({ id: 'b', edits: [], buildArgs: { A: '1' } })],
      },
      true,
    ],
    [
      'near miss: the scenario is on a new builder, whose cache the later one does not use',
      { scenario: edit({ cache: 'pushed-image' }), scenarios: [edit({ cache: 'pushed-image' }), other] },
      false,
    ],
    [
      'an argument may set the base image',
      { dockerfile: parseDockerfile('ARG B=x\nFROM $B\n'), scenario: edit({ buildArgs: { A: '1' } }) },
      true,
    ],
    ['near miss: only its default is used', { dockerfile: parseDockerfile('ARG B=x\nFROM $B\n') }, false],
  ])('where %s', (_name, changes, expected) => {
    expect(answerKnown(question(wasteful, everyCost, changes)) === undefined).toBe(expected);
  });
});

test.each<[name: string, text: string, seen: Seen, states: Record<number, string>]>([
  [
    'below a step that runs, nothing comes from the cache',
    wasteful,
    pipRuns,
    { 2: 'cached', 3: 'ran', 4: 'running', 5: 'will-run' },
  ],
  [
    'all of a stage runs when the stage it is built FROM runs',
    'FROM x AS a\nRUN 1\nRUN 2\nFROM a\nRUN 3\nFROM x AS b\nRUN 4\n',
    { 3: 'running' },
    { 2: 'unknown', 3: 'running', 5: 'will-run', 7: 'unknown' },
  ],
  [
    'a copy from a stage that runs may come from the cache, and so may the steps below it',
    staged,
    { 3: 'running' },
    { 2: 'unknown', 3: 'running', 5: 'unknown', 7: 'unknown', 8: 'unknown', 9: 'unknown', 10: 'unknown' },
  ],
  [
    'a linked copy does not depend on the steps above it, but the steps below do',
    'FROM x\nRUN 1\nCOPY --link a b\nRUN 2\n',
    { 2: 'running' },
    { 2: 'running', 3: 'unknown', 4: 'will-run' },
  ],
  ['FROM is not a miss', 'FROM x\nRUN 1\n', { 1: 'ran' }, { 2: 'unknown' }],
])('the state of each step: %s', (_name, text, seen, states) => {
  const steps = repeatedSteps(stepsOf(text), progressOf(text, seen), parseDockerfile(text));
  expect(Object.fromEntries(steps.map(({ first, state }) => [first.line, state]))).toEqual(states);
});
