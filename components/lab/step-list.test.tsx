import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { type LabProgress, labState } from './lab-state.ts';
import { StepList } from './step-list.tsx';

const step = (id: string) => ({
  id,
  title: `Title ${id}`,
  says: [`${id} is so`, `${id} is there`],
  hints: [],
  reference: '',
});
const steps = ['a', 'b', 'c'].map(step);
const html = (progress: LabProgress | undefined, before: string[] = []) =>
  renderToStaticMarkup(
    <StepList
      steps={steps}
      texts={steps.map(({ id }) => `Text ${id}`)}
      state={labState(steps, before, progress)}
    />,
  );
/** What a screen reader reads, without the texts of the steps. */
const words = (markup: string) =>
  markup
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/Text \w/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('without a session, everything can be read, and the first step is unfolded', () => {
  const markup = html(undefined);
  for (const { id } of steps) expect(markup).toContain(`Text ${id}`);
  expect(markup.match(/<details open/g)).toHaveLength(1);
  expect(words(markup)).not.toMatch(/done:|current:/);
});

test('what is done, current and true is said in words, not only by colours', () => {
  expect(words(html({ state: 'open', done: 1, ticks: [true, false] }))).toBe(
    'done: 1. Title a done: a is so done: a is there current: 2. Title b done: b is so not yet: b is there 3. Title c not yet: c is so not yet: c is there',
  );
});
