import type { Change } from './changes.ts';

/** What is said about changes, at most one sentence per pause, and which elements are marked. */
export interface News {
  /** Empty before the first. */
  sentence: string;
  /** How many sentences were said. */
  said: number;
  /** Sentences that wait, by element. */
  waiting: ReadonlyMap<string, string>;
  /** Whether the pause after the last sentence is not over. */
  isPausing: boolean;
  /** How many times something changed. */
  round: number;
  /** The round in which an element last changed. */
  changedIn: ReadonlyMap<string, number>;
}

export type NewsEvent = { type: 'changed'; changes: readonly Change[] } | { type: 'pause-over' };

export const noNews: News = {
  sentence: '',
  said: 0,
  waiting: new Map(),
  isPausing: false,
  round: 0,
  changedIn: new Map(),
};

/** A person who is behind by more than this gets a number instead of sentences about what was long ago. */
const maxWaiting = 5;

/**
 * The news after an event. A new sentence about an element replaces one that still waits, because only its
 * newest state is true.
 */
export function nextNews(news: News, event: NewsEvent): News {
  if (event.type === 'pause-over') return sayNext({ ...news, isPausing: false });
  const waiting = new Map(news.waiting);
  const changedIn = new Map(news.changedIn);
  const round = news.round + 1;
  for (const { key, sentence, isGone } of event.changes) {
    waiting.delete(key);
    waiting.set(key, sentence);
    if (isGone) changedIn.delete(key);
    else changedIn.set(key, round);
  }
  return sayNext({ ...news, waiting, changedIn, round });
}

function sayNext(news: News): News {
  const [first] = news.waiting;
  if (news.isPausing || first === undefined) return news;
  const said = news.said + 1;
  if (news.waiting.size > maxWaiting)
    return { ...news, sentence: `${news.waiting.size} changes`, said, waiting: new Map(), isPausing: true };
  const waiting = new Map(news.waiting);
  waiting.delete(first[0]);
  return { ...news, sentence: first[1], said, waiting, isPausing: true };
}
