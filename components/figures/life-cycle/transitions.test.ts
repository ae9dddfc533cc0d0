import { expect, test } from 'vitest';
import { actions, outcomes, states } from './container-life.ts';
import { transitions } from './transitions.ts';

const combined = new Set(['run --rm', 'restart', 'rm -f']);

test('the arrows are what the commands do, except for those that combine several', () => {
  const happens = states.flatMap((from) =>
    actions.flatMap((action) => {
      const [to] = outcomes[from][action];
      const isMove = to !== 'refused' && to !== 'unchanged' && to !== from;
      return isMove && !combined.has(action) ? [`${from} -${action}-> ${to}`] : [];
    }),
  );
  const drawn = transitions.flatMap(({ from, to, actions: causes }) =>
    causes.map((action) => `${from} -${action}-> ${to}`),
  );
  expect(drawn.toSorted()).toEqual(happens.toSorted());
});
