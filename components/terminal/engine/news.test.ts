import { expect, test } from 'vitest';
import type { Change } from './changes.ts';
import { nextNews, noNews, type News } from './news.ts';

const change = (key: string, sentence: string, isGone = false): Change => ({ key, sentence, isGone });
const changed = (news: News, ...changes: Change[]) => nextNews(news, { type: 'changed', changes });
const pause = (news: News) => nextNews(news, { type: 'pause-over' });

test('the first sentence is said at once, the next after the pause', () => {
  const first = changed(noNews, change('web', 'web is running'), change('db', 'db is running'));
  expect(first).toMatchObject({ sentence: 'web is running', said: 1 });
  const second = pause(first);
  expect(second).toMatchObject({ sentence: 'db is running', said: 2 });
  expect(pause(second)).toMatchObject({ sentence: 'db is running', said: 2, isPausing: false });
});

test('a change during the pause waits, a change after it does not', () => {
  const first = changed(noNews, change('web', 'web is running'));
  const during = changed(first, change('db', 'db is running'));
  expect(during.said).toBe(1);
  expect(changed(pause(first), change('db', 'db is running'))).toMatchObject({
    sentence: 'db is running',
    said: 2,
  });
});

test('a newer sentence about the same element replaces one that waits', () => {
  const first = changed(noNews, change('web', 'web is running'));
  const waiting = changed(changed(first, change('db', 'db was created')), change('db', 'db is running'));
  expect([...waiting.waiting.values()]).toEqual(['db is running']);
});

test('more than five that wait become a number', () => {
  const many = (count: number) =>
    changed(noNews, ...Array.from({ length: count }, (_, i) => change(`${i}`, `${i} is running`)));
  expect(many(5).sentence).toBe('0 is running');
  expect(many(6)).toMatchObject({ sentence: '6 changes', said: 1, waiting: new Map() });
});

test('an element has the round in which it last changed, until it is gone', () => {
  const first = changed(noNews, change('web', 'web is running'), change('db', 'db is running'));
  const second = changed(first, change('web', 'web is paused'));
  expect(second.changedIn).toEqual(
    new Map([
      ['db', 1],
      ['web', 2],
    ]),
  );
  expect(changed(second, change('db', 'db was removed', true)).changedIn).toEqual(new Map([['web', 2]]));
});
