import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReviewQueue } from '@dfm/contracts/browser-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as dueRoute } from '../../app/review/due/route.ts';
import { GET as queueRoute } from '../../app/review/queue/route.ts';
import { quizKeys } from '../../lib/content/lesson.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { gradeReview, learnerQueue } from '../../lib/recall/reviews.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite } from './site.ts';

const lesson = `---
title: One
summary: A lesson with two cards.
objectives: [Recall.]
minutes: 5
difficulty: 1
updated: 2026-01-01
---

:::predict{id="p"}
Which?

- [x] This.
- [ ] That.

~~~answer
This.
~~~
:::

:::recall
- What is \`a\`? — The first.
- What is b? — The second.
:::
`;

let site: Site;
let content: string;
let learner: Visitor;
beforeAll(async () => {
  content = mkdtempSync(join(tmpdir(), 'dfm-review-'));
  mkdirSync(join(content, 'lessons'));
  mkdirSync(join(content, 'exercises'));
  writeFileSync(
    join(content, 'course.yaml'),
    'title: T\nsummary: S\nmodules:\n  - slug: m\n    title: M\n    lessons: [one]\n',
  );
  writeFileSync(join(content, 'lessons/one.mdx'), lesson);
  site = await openSite({ CONTENT_DIR: content });
  learner = await newLearner();
});
afterAll(async () => {
  await site.close();
  rmSync(content, { recursive: true });
});

const start = new Date('2026-01-10T08:00:00Z');
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const get = (path: string, cookie?: string) =>
  new Request(`${SITE_URL}${path}`, { headers: cookie ? { cookie } : {} });
const dueOf = async (cookie?: string) => (await dueRoute(get('/review/due', cookie), undefined)).json();
const fronts = ({ cards }: ReviewQueue) => cards.map(({ front }) => front);

async function read(who: Visitor) {
  const [quiz, key] = [...(await quizKeys('one'))][0]!;
  await recordAnswers(who.id, 'one', quiz, key, { 1: ['a'] });
}

test('a visitor has nothing to review, and neither has a learner who has read nothing', async () => {
  for (const cookie of [undefined, learner.cookie]) {
    expect(await (await queueRoute(get('/review/queue', cookie), undefined)).json()).toEqual({
      cards: [],
      known: 0,
    });
    expect(await dueOf(cookie)).toEqual({ due: 0 });
  }
});

test('the cards of a lesson appear once it is read, come back according to their grades, and belong only to their learner', async () => {
  const idOf = async (front: string) =>
    (await learnerQueue(learner.id, start)).cards.find((card) => card.front.includes(front))!.card;
  await read(learner);
  expect(fronts(await learnerQueue(learner.id, start))).toEqual([
    '<p>What is <code>a</code>?</p>',
    '<p>What is b?</p>',
  ]);

  expect(await dueOf(learner.cookie)).toEqual({ due: 2 });

  const [a, b] = [await idOf('<code>a</code>'), await idOf('is b')];
  const good = await gradeReview(learner.id, { lesson: 'one', card: a, reps: 0 }, 'good', start);
  expect(good).toMatchObject({ ok: true, due: later(10).toISOString(), again: { card: a, reps: 1 } });
  const easy = await gradeReview(learner.id, { lesson: 'one', card: b, reps: 0 }, 'easy', start);
  expect(easy).toMatchObject({ ok: true, again: undefined });

  const now = await learnerQueue(learner.id, start);
  expect(now).toEqual({ cards: [], known: 2, next: later(10).toISOString() });
  expect(fronts(await learnerQueue(learner.id, later(10)))).toEqual(['<p>What is <code>a</code>?</p>']);

  const other = await newLearner();
  expect(await learnerQueue(other.id, later(10))).toEqual({ cards: [], known: 0, next: undefined });
  expect(
    await gradeReview(other.id, { lesson: 'one', card: a, reps: 1 }, 'again', later(10)),
    'a card of a lesson that was not read',
  ).toMatchObject({ ok: false });
  expect(await site.query('SELECT learner_id, reps FROM review ORDER BY card')).toHaveLength(2);
  expect(await site.query('SELECT 1 FROM review WHERE learner_id <> $1', [learner.id])).toEqual([]);
});

test('a grade counts once: not again by a second click, nor in two tabs at the same time', async () => {
  const who = await newLearner();
  await read(who);
  const card = (await learnerQueue(who.id, start)).cards[0]!.card;
  const grade = (reps: number, now: Date) => gradeReview(who.id, { lesson: 'one', card, reps }, 'good', now);
  for (const [reps, now] of [
    [0, start],
    [1, later(10)],
  ] as const) {
    const both = await Promise.all([grade(reps, now), grade(reps, now)]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(await grade(reps, now)).toMatchObject({ ok: false });
  }
  expect(await site.query('SELECT reps, state FROM review WHERE learner_id = $1', [who.id])).toEqual([
    { reps: 2, state: 'review' },
  ]);
});

test('an unknown card is rejected', async () => {
  expect(
    await gradeReview(learner.id, { lesson: 'one', card: 'none', reps: 0 }, 'good', start),
  ).toMatchObject({ ok: false });
  expect(
    await gradeReview(learner.id, { lesson: '../one', card: 'none', reps: 0 }, 'good', start),
  ).toMatchObject({ ok: false });
});
