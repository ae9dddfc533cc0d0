import { exerciseSchema, jsonBytes, resultDocumentSchema, runnerBodyMaxBytes } from '@dfm/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checks } from '../checks/registry.ts';
import type { Evidence, TraceStep } from '../evidence/evidence.ts';
import { grade } from '../grade.ts';
import { ungraded } from '../ungraded.ts';

const measuredAtItsOwnWeight = checks.filter(
  ({ meta }) => meta.id !== 'structure' && meta.id !== 'size-budget',
);
const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'sample',
  title: 'Sample',
  summary: 'Sample',
  difficulty: 1,
  minutes: 5,
  editable: ['Dockerfile'],
  scenarios: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id, edits: [], expects: 'all-cached' })),
  rubric: { items: measuredAtItsOwnWeight.slice(0, 20).map(({ meta }) => ({ check: meta.id, points: 1 })) },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});

interface Size {
  unit: string;
  length: number;
  count: number;
}

/** Evidence in which every list, and every text that a learner can choose, is long. */
function evidenceOf({ unit, length, count }: Size): Evidence {
  const text = (n: number) => `${n}${unit.repeat(length)}`;
  const many = <T>(make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const step = (n: number): TraceStep => ({
    digest: `sha256:${n}`,
    stage: text(n),
    index: n + 1,
    count,
    name: `RUN ${text(n)}`,
    line: n + 1,
    cached: false,
    ms: 1,
    error: undefined,
  });
  const build = (name: string) => ({
    build: name,
    totalMs: 1,
    steps: many(step),
    layers: many((n) => ({ diffId: text(n), bytes: n })),
  });
  const dockerfile =
    `FROM python:3.11\n${many((n) => `ENV TOKEN_${n}=1\nCOPY . /${n}\nRUN pip install a${n}`).join('\n')}`.slice(
      0,
      64 * 1024,
    );
  return {
    dockerfile,
    context: {
      files: many((n) => ({ path: text(n), bytes: n, text: text(n) })),
      totalBytesBefore: 1,
      dockerignore: text(0),
    },
    cold: build('cold'),
    replays: exercise.scenarios.map(({ id }) => ({ ...build(id), scenario: id })),
    image: {
      config: {
        user: text(0),
        entrypoint: many(text),
        cmd: many(text),
        env: many((n) => `E${text(n)}=${text(n)}`),
        labels: Object.fromEntries(many((n) => [text(n), text(n)])),
        healthcheck: many(text),
        workdir: `/${text(0)}`,
        ports: many(text),
        history: many((n) => ({ createdBy: `RUN ${text(n)}`, emptyLayer: false })),
        diffIds: many(text),
      },
      layers: many((n) => ({
        diffId: text(n),
        createdBy: `RUN ${text(n)}`,
        entries: [
          {
            path: `${text(n)}.pt`,
            type: 'file',
            bytes: 1_000_000 + n,
            mode: 0o4755,
            uid: 0,
            gid: 0,
            sha256: text(n),
          },
        ],
      })),
      baseLayers: 0,
      base: { reference: text(0), standIn: true },
      secrets: many((n) => ({ rule: text(n), where: 'layer', layer: n, path: text(n), name: text(n) })),
      missingLibraries: many((n) => ({ path: text(n), needs: many(text) })),
      inventory: {
        packages: many((n) => ({ type: 'pypi', name: text(n), version: text(n), path: text(n), layer: n })),
        notes: many((n) => ({ path: text(n), layer: n, problem: 'unreadable' })),
        distribution: undefined,
      },
    },
  };
}

const size = fc.record({
  unit: fc.constantFrom('a', '\0', '"', '\u{1F600}', '€', '. A'),
  length: fc.constantFrom(1, 300, 4_000),
  count: fc.integer({ min: 1, max: 120 }),
});
const rest = { timings: { totalMs: 1 }, engine: undefined };

test('the result can be stored, whatever a learner put into an image', () => {
  fc.assert(
    fc.property(size, (chosen) => {
      const evidence = evidenceOf(chosen);
      const long = chosen.unit.repeat(chosen.length * chosen.count);
      const documents = [
        grade({ exercise, evidence, notices: [long], ...rest }),
        ungraded({
          exercise,
          evidence,
          notices: [long],
          status: 'build-failed',
          failure: { phase: 'cold-build', message: long, limit: long, logTail: long },
          timings: rest.timings,
        }),
      ];
      for (const result of documents) {
        expect(jsonBytes({ fence: 1, result })).toBeLessThan(runnerBodyMaxBytes / 4);
        expect(resultDocumentSchema.safeParse(result).success).toBe(true);
        expect(result.checks.map(({ id }) => id)).toEqual(
          expect.arrayContaining(exercise.rubric.items.map(({ check }) => check)),
        );
      }
    }),
    { numRuns: 12 },
  );
});

test('thousands of steps are shortened, the points stay the same, and a notice says so', () => {
  const result = grade({
    exercise,
    evidence: evidenceOf({ unit: 'a', length: 2_000, count: 400 }),
    notices: [],
    ...rest,
  });
  expect(result.notices.at(-1)).toContain('too large to store completely');
  expect(result.cold!.steps.length).toBeGreaterThan(10);
});

test('near miss: an ordinary result is not changed', () => {
  const result = grade({
    exercise,
    evidence: evidenceOf({ unit: 'a', length: 5, count: 20 }),
    notices: [],
    ...rest,
  });
  expect(result.notices).toEqual([]);
  expect(result.cold!.steps).toHaveLength(20);
});
