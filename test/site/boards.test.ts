import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageResult } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseBoardName, withdrawBoardName } from '../../app/exercises/[slug]/board/actions.ts';
import { boardOf } from '../../lib/boards/board.ts';
import { chooseName, withdrawName } from '../../lib/boards/choose-name.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { finish } from '../../lib/runs/report.ts';
import {
  SITE_URL,
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

const root = join(import.meta.dirname, '../..');
const [ranked, plain] = ['golf', 'cache-order'] as const;
let site: Site;
let content: string;
let ada: Visitor;
let bob: Visitor;

beforeAll(async () => {
  // The real exercises, with no recorded runs except those of a test.
  content = mkdtempSync(join(tmpdir(), 'dfm-boards-'));
  for (const slug of [ranked, plain])
    cpSync(join(root, 'content/exercises', slug), join(content, 'exercises', slug), { recursive: true });
  site = await openSite({ CONTENT_DIR: content });
});
afterAll(async () => {
  await site.close();
  rmSync(content, { recursive: true });
});
beforeEach(async () => {
  await noteRunner(runner());
  [ada, bob] = [await newLearner(), await newLearner()];
});
afterEach(async () => {
  await site.clear('run', 'submission', 'runner', 'board_name');
  rmSync(join(content, 'runs'), { recursive: true, force: true });
});

const image = (totalBytes: number, wastedBytes = 0): ImageResult => ({
  totalBytes: totalBytes - 1_000_000,
  transferBytes: totalBytes,
  liveBytes: totalBytes - 1_000_000 - wastedBytes,
  wastedBytes,
  baseBytes: 0,
  layers: [],
  largest: [],
});

interface Run {
  bytes: number;
  score?: number;
  exercise?: string;
}

/** A practice run that passes. */
async function passes(learner: Visitor, { bytes, score = 100, exercise = ranked }: Run): Promise<string> {
  const runId = await submitted(learner, exercise);
  const work = await claimed();
  expect(work).toMatchObject({ runId, fresh: false });
  await finish(runId, { fence: work.fence, result: verdict(exercise, { score, image: image(bytes) }) });
  return runId;
}

/** Ends the next confirmation with the given result. */
async function confirms(
  bytes: number,
  {
    passed = true,
    score = 100,
    wasted = 0,
    exercise = ranked,
  }: { passed?: boolean; score?: number; wasted?: number; exercise?: string } = {},
): Promise<string> {
  const work = await claimed();
  expect(work.fresh).toBe(true);
  await finish(work.runId, {
    fence: work.fence,
    result: verdict(exercise, { passed, score, image: image(bytes, wasted) }),
  });
  return work.runId;
}

const stateOf = async (learner: Visitor, runId: string) =>
  (await runOf(learner.id, runId))?.confirmation?.state;

describe('a board shows', () => {
  test('the size measured in the fresh engine, with the chosen name, and a link only for its learner', async () => {
    await passes(ada, { bytes: 60_000_000 });
    expect(await boardOf(ranked, ada.id), 'a practice run does not count').toMatchObject({
      rows: [],
      own: { name: undefined, hasPassed: true, confirmation: { state: 'waiting' } },
    });
    const runId = await confirms(61_234_000, { wasted: 5_000 });
    expect((await boardOf(ranked, bob.id)).rows, 'no one is seen without a name').toEqual([]);
    expect((await boardOf(ranked, ada.id)).rows).toMatchObject([
      { rank: 1, name: undefined, bytes: 61_234_000, ownRunId: runId },
    ]);

    expect(await chooseName(ada.id, ranked, ' Ada ')).toEqual({ ok: true });
    const [row] = (await boardOf(ranked, bob.id)).rows;
    expect(row).toEqual({
      rank: 1,
      name: 'Ada',
      bytes: 61_234_000,
      wastedBytes: 5_000,
      at: expect.any(String),
      ownRunId: undefined,
    });
    expect((await boardOf(ranked, undefined)).rows).toEqual([row]);
    expect((await boardOf(ranked, undefined)).own).toBeUndefined();
    expect(JSON.stringify(await boardOf(ranked, bob.id))).not.toContain(ada.id);
  });

  test('no run that did not pass in the fresh engine, except its state to its learner', async () => {
    await passes(ada, { bytes: 60_000_000 });
    await confirms(60_000_000, { passed: false });
    await chooseName(ada.id, ranked, 'Ada');
    expect(await boardOf(ranked, bob.id)).toMatchObject({ rows: [], standing: 0 });
    expect((await boardOf(ranked, ada.id)).own?.confirmation).toMatchObject({ state: 'differs' });
  });

  test('the smallest image of each learner, once', async () => {
    for (const bytes of [70_000_000, 50_000_000]) {
      await passes(ada, { bytes });
      await confirms(bytes);
    }
    await passes(bob, { bytes: 60_000_000 });
    await confirms(60_000_000);
    await chooseName(ada.id, ranked, 'Ada');
    await chooseName(bob.id, ranked, 'Bob');
    expect(
      (await boardOf(ranked, undefined)).rows.map(({ rank, name, bytes }) => [rank, name, bytes]),
    ).toEqual([
      [1, 'Ada', 50_000_000],
      [2, 'Bob', 60_000_000],
    ]);
  });

  test('the size of the course’s solution, if a passed run of it is recorded', async () => {
    expect((await boardOf(ranked, undefined)).solutionBytes).toBeUndefined();
    mkdirSync(join(content, 'runs', ranked), { recursive: true });
    const record = (passed: boolean) =>
      writeFileSync(
        join(content, 'runs', ranked, 'solution.json'),
        JSON.stringify(verdict(ranked, { passed, image: image(42_000_000) })),
      );
    record(true);
    expect((await boardOf(ranked, undefined)).solutionBytes).toBe(42_000_000);
    record(false);
    expect((await boardOf(ranked, undefined)).solutionBytes).toBeUndefined();
  });

  test('nothing for an exercise without a board or an unknown exercise', async () => {
    for (const slug of [plain, 'none', '../golf'])
      await expect(boardOf(slug, ada.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('confirmations of an exercise with a board', () => {
  test('also for a smaller image with the same points, but not for a difference of a few bytes', async () => {
    await passes(ada, { bytes: 60_000_000 });
    expect(
      await stateOf(ada, await passes(ada, { bytes: 59_999_500 })),
      'one is in progress',
    ).toBeUndefined();
    expect(await stateOf(ada, await passes(ada, { bytes: 55_000_000 }))).toBe('waiting');
    await confirms(60_000_000);
    await confirms(55_000_000);
    expect(await stateOf(ada, await passes(ada, { bytes: 55_000_000 }))).toBeUndefined();
    expect(await stateOf(ada, await passes(ada, { bytes: 54_999_000 }))).toBe('waiting');
  });

  test('also for more points with a larger image, because the score counts too', async () => {
    await passes(ada, { bytes: 60_000_000, score: 80 });
    await confirms(60_000_000, { score: 80 });
    expect(await stateOf(ada, await passes(ada, { bytes: 80_000_000, score: 90 }))).toBe('waiting');
  });

  test('without a board, a smaller image alone is not confirmed again', async () => {
    await passes(ada, { exercise: plain, bytes: 60_000_000 });
    await confirms(60_000_000, { exercise: plain });
    expect(await stateOf(ada, await passes(ada, { exercise: plain, bytes: 50_000_000 }))).toBeUndefined();
  });

  test('a verdict is stored even if the exercise has been broken in the meantime', async () => {
    const runId = await submitted(ada, ranked);
    const { fence } = await claimed();
    const file = join(content, 'exercises', ranked, 'exercise.yaml');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, 'version: 2\n');
    try {
      await finish(runId, { fence, result: verdict(ranked, { image: image(1_000_000) }) });
    } finally {
      writeFileSync(file, original);
    }
    expect(await stateOf(ada, runId)).toBe('waiting');
  });
});

describe('the name on a board', () => {
  beforeEach(async () => {
    await passes(ada, { bytes: 60_000_000 });
    await passes(bob, { bytes: 60_000_000 });
  });

  test('is unique on a board regardless of case, and can be changed and withdrawn', async () => {
    expect(await chooseName(ada.id, ranked, 'Ada')).toEqual({ ok: true });
    expect(await chooseName(bob.id, ranked, 'ADA')).toEqual({ ok: false, problem: 'taken' });
    expect(await chooseName(ada.id, ranked, 'ada')).toEqual({ ok: true });
    await withdrawName(ada.id, ranked);
    expect((await boardOf(ranked, ada.id)).own?.name).toBeUndefined();
    expect(await chooseName(bob.id, ranked, 'ADA')).toEqual({ ok: true });
  });

  test('goes to one of two learners who choose it at the same time', async () => {
    const both = await Promise.all([chooseName(ada.id, ranked, 'Same'), chooseName(bob.id, ranked, 'same')]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await site.query('SELECT 1 FROM board_name')).toHaveLength(1);
  });

  test('cannot be chosen without passing, and invisible names are not stored', async () => {
    const carol = await newLearner();
    expect(await chooseName(carol.id, ranked, 'Carol')).toEqual({ ok: false, problem: 'not-passed' });
    expect(await chooseName(ada.id, ranked, 'A\u202Eda')).toEqual({ ok: false, problem: 'characters' });
    expect(await site.query('SELECT 1 FROM board_name')).toEqual([]);
  });

  test('can belong to a different learner on a different board', async () => {
    await chooseName(ada.id, ranked, 'Ada');
    await site.query(
      `INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, 'elsewhere', 'Ada', 'ada')`,
      [bob.id],
    );
    expect(await site.query('SELECT 1 FROM board_name')).toHaveLength(2);
  });
});

describe('the form', () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  };
  /** The redirect target of an action; other errors are rethrown. */
  async function leadsTo(action: Promise<void>): Promise<string> {
    const thrown: unknown = await action.then(
      () => undefined,
      (error: unknown) => error,
    );
    const digest = thrown instanceof Error && 'digest' in thrown ? String(thrown.digest) : '';
    if (!digest.startsWith('NEXT_REDIRECT')) throw thrown;
    return digest.split(';')[2] ?? '';
  }
  const from = (visitor: Visitor | undefined, origin = SITE_URL) => {
    request.headers = new Headers({ origin, ...(visitor && { cookie: visitor.cookie }) });
  };
  const nameOf = async (learner: Visitor) => (await boardOf(ranked, learner.id)).own?.name;

  beforeEach(async () => {
    await passes(ada, { bytes: 60_000_000 });
    await passes(bob, { bytes: 60_000_000 });
  });

  test('adds the current learner to the board and removes them again', async () => {
    from(ada);
    expect(await leadsTo(chooseBoardName(form({ exercise: ranked, name: 'Ada' })))).toBe(
      '/exercises/golf/board',
    );
    expect(await nameOf(ada)).toBe('Ada');
    from(bob);
    expect(await leadsTo(withdrawBoardName(form({ exercise: ranked })))).toBe('/exercises/golf/board');
    expect(await nameOf(ada), 'a learner cannot withdraw another').toBe('Ada');
    from(ada);
    await leadsTo(withdrawBoardName(form({ exercise: ranked })));
    expect(await nameOf(ada)).toBeUndefined();
  });

  test('reports what is wrong with a name, and keeps it so that it can be fixed', async () => {
    from(ada);
    expect(await leadsTo(chooseBoardName(form({ exercise: ranked, name: 'a&b' })))).toBe(
      '/exercises/golf/board?problem=characters&name=a%26b#name',
    );
    expect(await leadsTo(chooseBoardName(form({ exercise: ranked })))).toBe(
      '/exercises/golf/board?problem=length&name=#name',
    );
  });

  test.each([
    ['a visitor', () => from(undefined), 'unauthenticated'],
    ['a page of a different site', () => from(ada, 'https://elsewhere.test'), 'forbidden'],
  ])('%s changes nothing', async (_who, prepare, code) => {
    prepare();
    await expect(chooseBoardName(form({ exercise: ranked, name: 'Ada' }))).rejects.toMatchObject({ code });
    await expect(withdrawBoardName(form({ exercise: ranked }))).rejects.toMatchObject({ code });
    expect(await site.query('SELECT 1 FROM board_name')).toEqual([]);
  });

  test('works only for exercises with a board', async () => {
    from(ada);
    await expect(chooseBoardName(form({ exercise: plain, name: 'Ada' }))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
