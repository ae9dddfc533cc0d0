import { expect, test } from 'vitest';
import { labNews } from './lab-news.ts';
import { labState } from './lab-state.ts';

const step = (id: string) => ({ id, title: `Title ${id}`, says: ['one', 'two'], hints: [], reference: '' });
const steps = ['a', 'b'].map(step);
const at = (done: number, ...ticks: boolean[]) => labState(steps, [], { state: 'open', done, ticks });

test.each([
  ['nothing', at(0, true, false), at(0, true, false), ''],
  ['a condition', at(0, false, false), at(0, false, true), 'Done: two.'],
  ['both', at(0, false, false), at(0, true, true), 'Done: one. Done: two.'],
  ['near miss: one that is no longer true', at(0, true, true), at(0, false, true), ''],
  ['a step', at(0, true, false), at(1, false, false), 'Step 1 is done. Next: Title b.'],
  ['the last step', at(1), at(2), 'Step 2 is done. You have done all steps.'],
  ['near miss: a step that is started again', at(2), at(1), ''],
])('%s', (_name, before, after, news) => expect(labNews(steps, before, after)).toBe(news));
