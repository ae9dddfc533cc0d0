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

/** The request in which an action is called. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

const root = join(import.meta.dirname, '../..');
const [ranked, plain] = ['golf', 'cache-order'] as const;
let site: Site;
let content: string;
let ada: Visitor;
let bob: Visitor;

beforeAll(async () => {
  // The real exercises; no recorded run but those of a test.
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
  await site.query('TRUNCATE run, submission, runner, board_name CASCADE');
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

/** The confirmation whose turn it is ends so. */
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

describe('what stands on a board', () => {
  test('the size that the fresh engine measured, under a chosen name, linked for its learner alone', async () => {
    await passes(ada, { bytes: 60_000_000 });
    expect(await boardOf(ranked, ada.id), 'a practice run counts for nothing').toMatchObject({
      rows: [],
      own: { name: undefined, hasPassed: true, confirmation: { state: 'waiting' } },
    });
    const runId = await confirms(61_234_000, { wasted: 5_000 });
    expect((await boardOf(ranked, bob.id)).rows, 'nobody is seen without a name').toEqual([]);
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

  test('not what did not pass in the fresh engine, and its learner is told', async () => {
    await passes(ada, { bytes: 60_000_000 });
    await confirms(60_000_000, { passed: false });
    await chooseName(ada.id, ranked, 'Ada');
    expect(await boardOf(ranked, bob.id)).toMatchObject({ rows: [], standing: 0 });
    expect((await boardOf(ranked, ada.id)).own?.confirmation).toMatchObject({ state: 'differs' });
  });

  test('the smallest of each learner, once', async () => {
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

  test('the size of the course’s solution is told where a run of it is recorded and passed', async () => {
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

  test('an exercise without a board has none, nor has one that is not there', async () => {
    for (const slug of [plain, 'none', '../golf'])
      await expect(boardOf(slug, ada.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what is confirmed where there is a board', () => {
  test('a smaller image of as many points too, but not one that differs by a few bytes', async () => {
    await passes(ada, { bytes: 60_000_000 });
    expect(await stateOf(ada, await passes(ada, { bytes: 59_999_500 })), 'one is on its way').toBeUndefined();
    expect(await stateOf(ada, await passes(ada, { bytes: 55_000_000 }))).toBe('waiting');
    await confirms(60_000_000);
    await confirms(55_000_000);
    expect(await stateOf(ada, await passes(ada, { bytes: 55_000_000 }))).toBeUndefined();
    expect(await stateOf(ada, await passes(ada, { bytes: 54_999_000 }))).toBe('waiting');
  });

  test('more points with a larger image as well: the score counts beside the board', async () => {
    await passes(ada, { bytes: 60_000_000, score: 80 });
    await confirms(60_000_000, { score: 80 });
    expect(await stateOf(ada, await passes(ada, { bytes: 80_000_000, score: 90 }))).toBe('waiting');
  });

  test('where there is none, a smaller image alone is not confirmed again', async () => {
    await passes(ada, { exercise: plain, bytes: 60_000_000 });
    await confirms(60_000_000, { exercise: plain });
    expect(await stateOf(ada, await passes(ada, { exercise: plain, bytes: 50_000_000 }))).toBeUndefined();
  });

  test('a verdict is written though the exercise was broken meanwhile', async () => {
    const runId = await submitted(ada, ranked);
    const { fence } = await claimed();
    const file = join(content, 'exercises', ranked, 'exercise.yaml');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, 'version: 2\n');
    try {
      await finish(runId, { fence, result: verdict(ranked, { image: image(1_000_000) }) });
    } finally {
      writeFileSync(file, whole);
    }
    expect(await stateOf(ada, runId)).toBe('waiting');
  });
});

describe('the name on a board', () => {
  beforeEach(async () => {
    await passes(ada, { bytes: 60_000_000 });
    await passes(bob, { bytes: 60_000_000 });
  });

  test('is one learner’s on a board, whatever its case, can be changed and taken back', async () => {
    expect(await chooseName(ada.id, ranked, 'Ada')).toEqual({ ok: true });
    expect(await chooseName(bob.id, ranked, 'ADA')).toEqual({ ok: false, problem: 'taken' });
    expect(await chooseName(ada.id, ranked, 'ada')).toEqual({ ok: true });
    await withdrawName(ada.id, ranked);
    expect((await boardOf(ranked, ada.id)).own?.name).toBeUndefined();
    expect(await chooseName(bob.id, ranked, 'ADA')).toEqual({ ok: true });
  });

  test('of two who ask at once, one has it', async () => {
    const both = await Promise.all([chooseName(ada.id, ranked, 'Same'), chooseName(bob.id, ranked, 'same')]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await site.query('SELECT 1 FROM board_name')).toHaveLength(1);
  });

  test('is not given to who has not passed, and none that cannot be seen is stored', async () => {
    const carol = await newLearner();
    expect(await chooseName(carol.id, ranked, 'Carol')).toEqual({ ok: false, problem: 'not-passed' });
    expect(await chooseName(ada.id, ranked, 'A\u202Eda')).toEqual({ ok: false, problem: 'characters' });
    expect(await site.query('SELECT 1 FROM board_name')).toEqual([]);
  });

  test('may be another one’s on another board', async () => {
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
  /** Where an action leads; what it throws otherwise is thrown on. */
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

  test('puts the asking learner on the board and takes the row off again', async () => {
    from(ada);
    expect(await leadsTo(chooseBoardName(form({ exercise: ranked, name: 'Ada' })))).toBe(
      '/exercises/golf/board',
    );
    expect(await nameOf(ada)).toBe('Ada');
    from(bob);
    expect(await leadsTo(withdrawBoardName(form({ exercise: ranked })))).toBe('/exercises/golf/board');
    expect(await nameOf(ada), 'one learner withdraws no other').toBe('Ada');
    from(ada);
    await leadsTo(withdrawBoardName(form({ exercise: ranked })));
    expect(await nameOf(ada)).toBeUndefined();
  });

  test('says what is wrong with a name, and keeps it to be mended', async () => {
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
    ['a page of another site', () => from(ada, 'https://elsewhere.test'), 'forbidden'],
  ])('%s changes nothing', async (_who, ask, code) => {
    ask();
    await expect(chooseBoardName(form({ exercise: ranked, name: 'Ada' }))).rejects.toMatchObject({ code });
    await expect(withdrawBoardName(form({ exercise: ranked }))).rejects.toMatchObject({ code });
    expect(await site.query('SELECT 1 FROM board_name')).toEqual([]);
  });

  test('is of exercises with a board alone', async () => {
    from(ada);
    await expect(chooseBoardName(form({ exercise: plain, name: 'Ada' }))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
