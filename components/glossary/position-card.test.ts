import { expect, test } from 'vitest';
import { positionCard } from './position-card.ts';

const card = { width: 300, height: 100 };
const window = { width: 800, height: 600 };
const words = (left: number, top: number) => ({ left, top, bottom: top + 20 });

test.each([
  ['below the words, aligned with their first letter', words(200, 100), { left: 200, top: 126 }],
  ['above if there is no room below', words(200, 500), { left: 200, top: 394 }],
  ['near miss: the last position with room below', words(200, 462), { left: 200, top: 488 }],
  ['one pixel further, it is above', words(200, 463), { left: 200, top: 357 }],
  ['not beyond the right edge', words(700, 100), { left: 488, top: 126 }],
  ['not beyond the left edge', words(-5, 100), { left: 12, top: 126 }],
])('%s', (_name, place, expected) => {
  expect(positionCard(place, card, window)).toEqual(expected);
});

test('stays below if there is no room on either side', () => {
  expect(positionCard(words(200, 60), card, { width: 800, height: 150 })).toEqual({ left: 200, top: 86 });
});

test('a card wider than the window starts at the left edge', () => {
  expect(positionCard(words(50, 100), { width: 400, height: 100 }, { width: 360, height: 600 })).toEqual({
    left: 12,
    top: 126,
  });
});
