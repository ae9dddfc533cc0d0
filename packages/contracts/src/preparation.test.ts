import { describe, expect, test } from 'vitest';
import { type Preparation, type PreparationStep, preparationProgress } from './preparation.ts';

const seconds = 1_000;
const step = (id: string, estimate: number, change: Partial<PreparationStep> = {}): PreparationStep => ({
  id,
  title: `the ${id}`,
  part: 'first',
  after: [],
  provides: [],
  estimateMs: estimate * seconds,
  ...change,
});
const preparation = (...steps: PreparationStep[]): Preparation => ({ steps, updatedAt: 0 });
const left = (found: ReturnType<typeof preparationProgress>) =>
  found === undefined ? undefined : found.leftMs / seconds;

describe('the remaining time', () => {
  test('is the longest chain: parallel steps are counted once', () => {
    const found = preparationProgress(
      preparation(
        step('wheels', 20),
        step('root', 30),
        step('image', 100, { after: ['wheels', 'root'] }),
        step('other', 40),
      ),
      'first',
      0,
    );
    expect(found).toEqual({ title: 'the root', step: 1, steps: 4, leftMs: 130 * seconds });
  });

  test('decreases while a step runs', () => {
    const running = preparation(step('root', 30, { startedAt: 0 }), step('image', 100, { after: ['root'] }));
    expect(left(preparationProgress(running, 'first', 10 * seconds))).toBe(120);
  });

  test('is never 0 for a step that takes longer than estimated', () => {
    expect(
      left(preparationProgress(preparation(step('root', 30, { startedAt: 0 })), 'first', 500 * seconds)),
    ).toBe(3);
  });

  test('is scaled by how long the finished steps took', () => {
    const slow = preparation(
      step('root', 60, { startedAt: 0, tookMs: 180 * seconds }),
      step('image', 100, { after: ['root'] }),
    );
    expect(left(preparationProgress(slow, 'first', 180 * seconds))).toBe(200);
    const quick = preparation(
      step('root', 60, { startedAt: 0, tookMs: 0 }),
      step('image', 100, { after: ['root'] }),
    );
    expect(left(preparationProgress(quick, 'first', 0))).toBe(50);
  });

  test('leaves out later parts until runs can start', () => {
    const both = preparation(step('disk', 10), step('large', 60, { part: 'rest', after: ['disk'] }));
    expect(preparationProgress(both, 'first', 0)).toMatchObject({ step: 1, steps: 1, leftMs: 10 * seconds });
    expect(preparationProgress(both, 'rest', 0)).toMatchObject({ step: 1, steps: 2, leftMs: 70 * seconds });
    const all = preparation(...both.steps, step('layers', 90, { part: 'ahead', after: ['large'] }));
    expect(preparationProgress(all, 'rest', 0)).toMatchObject({ steps: 2, leftMs: 70 * seconds });
    expect(preparationProgress(all, 'ahead', 0)).toMatchObject({ steps: 3, leftMs: 160 * seconds });
  });

  test('is undefined if all steps are done', () => {
    const done = preparation(step('disk', 10, { tookMs: 1 }), step('large', 60, { part: 'rest' }));
    expect(preparationProgress(done, 'first', 0)).toBeUndefined();
    expect(preparationProgress(done, 'rest', 0)).toMatchObject({ title: 'the large', step: 2, steps: 2 });
  });

  test('does not loop forever for steps that wait for each other', () => {
    expect(
      left(
        preparationProgress(
          preparation(step('a', 1, { after: ['b'] }), step('b', 1, { after: ['a'] })),
          'first',
          0,
        ),
      ),
    ).toBeGreaterThan(0);
  });
});
