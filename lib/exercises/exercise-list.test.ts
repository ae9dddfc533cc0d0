import { join } from 'node:path';
import { exerciseSlugs } from '@dfm/course/exercises';
import { expect, test, vi } from 'vitest';
import { exerciseGroups } from './exercise-list.ts';

const content = join(import.meta.dirname, '../../content');
vi.stubEnv('CONTENT_DIR', content);

test('every exercise is listed once, with what a learner needs to choose one', async () => {
  const listed = (await exerciseGroups()).flatMap(({ exercises }) => exercises);
  expect(listed.map(({ slug }) => slug).toSorted()).toEqual(await exerciseSlugs(content));
  for (const { title, topics, difficulty, minutes } of listed) {
    expect(title).not.toBe('');
    expect(topics.length).toBeGreaterThan(0);
    expect(difficulty).toBeGreaterThanOrEqual(1);
    expect(minutes).toBeGreaterThan(0);
  }
});
