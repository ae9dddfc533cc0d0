import { expect, test } from 'vitest';
import { below, isShown, type ReportedResult, scoreMessage } from './score-message.ts';

const at = new Date('2026-12-04T17:00:00.123Z');

test('points are sent with the maximum and the time of the submission', () =>
  expect(scoreMessage({ subject: 'ada', points: 83.7, at })).toEqual({
    userId: 'ada',
    timestamp: '2026-12-04T17:00:00.123Z',
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    scoreGiven: 83.7,
    scoreMaximum: 100,
  }));

test('0 points are points, and no points take back what was sent', () => {
  expect(scoreMessage({ subject: 'ada', points: 0, at })).toMatchObject({ scoreGiven: 0 });
  expect(scoreMessage({ subject: 'ada', points: null, at })).toEqual({
    userId: 'ada',
    timestamp: '2026-12-04T17:00:00.123Z',
    activityProgress: 'Initialized',
    gradingProgress: 'NotReady',
  });
});

test.each<[string, number | null, ReportedResult[], boolean]>([
  ['the same points', 83.7, [{ userId: 'ada', resultScore: 83.7, resultMaximum: 100 }], true],
  ['as a share', 83.7, [{ userId: 'ada', resultScore: 0.837, resultMaximum: 1 }], true],
  ['as a share, without a maximum', 83.7, [{ userId: 'ada', resultScore: 0.837 }], true],
  ['a tenth more', 83.7, [{ userId: 'ada', resultScore: 83.8, resultMaximum: 100 }], false],
  ['those of someone else', 83.7, [{ userId: 'ben', resultScore: 83.7, resultMaximum: 100 }], false],
  ['none', 83.7, [], false],
  ['0 for 0', 0, [{ userId: 'ada', resultScore: 0, resultMaximum: 100 }], true],
  ['none for 0', 0, [{ userId: 'ada', resultScore: null, resultMaximum: 100 }], false],
  ['none for none', null, [], true],
  ['an empty one for none', null, [{ userId: 'ada', resultScore: null }], true],
  ['points for none', null, [{ userId: 'ada', resultScore: 0, resultMaximum: 100 }], false],
])('%s: shown or not', (_name, points, results, shown) =>
  expect(isShown({ subject: 'ada', points, at }, results)).toBe(shown),
);

test.each([
  ['https://lms.example/items/1', 'https://lms.example/items/1/scores'],
  ['https://lms.example/items/1/', 'https://lms.example/items/1/scores'],
  ['https://lms.example/items/1?type=2', 'https://lms.example/items/1/scores?type=2'],
])('the scores of %s', (lineItem, scores) => expect(below(lineItem, 'scores').href).toBe(scores));
