import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hrefTo, slugOf } from '@dfm/contracts/page-addresses';
import { parse } from 'yaml';
import { expect, test } from './fixtures.ts';

interface Course {
  modules: { lessons: string[]; exercises: string[] }[];
}
const { modules } = parse(
  readFileSync(join(import.meta.dirname, '../content/course.yaml'), 'utf8'),
) as Course;
const lessonOf = (exercise: string) => {
  const file = join(import.meta.dirname, '../content/exercises', exercise, 'exercise.yaml');
  return (parse(readFileSync(file, 'utf8')) as { lesson?: string }).lesson;
};
const places = modules.flatMap(({ lessons, exercises }) => [
  ...lessons.flatMap((slug) => [
    hrefTo('lesson', slug),
    ...exercises
      .filter((exercise) => lessonOf(exercise) === slug)
      .map((exercise) => hrefTo('exercise', exercise)),
  ]),
  ...exercises
    .filter((exercise) => !lessons.includes(lessonOf(exercise) ?? ''))
    .map((exercise) => hrefTo('exercise', exercise)),
]);

test('from the first lesson to the golf leaderboard, page by page, without a dead end', async ({
  learner: page,
}) => {
  await page.goto('/');
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Start: / })
    .click();
  for (const [index, place] of places.entries()) {
    await expect(page).toHaveURL((url) => url.pathname === place);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (place === hrefTo('exercise', 'golf')) break;
    const next =
      slugOf('lesson', place) !== undefined
        ? page.getByRole('navigation', { name: 'Previous and next' })
        : page.getByText('Next in the course:');
    await next.locator(`a[href="${places[index + 1]}"]`).click();
  }
  await page.getByRole('link', { name: 'Leaderboard' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Leaderboard' })).toBeVisible();
});
