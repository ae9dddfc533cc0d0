import { expect, test } from 'vitest';
import { help, readOptions } from './options.ts';

test('every option has a default, except the number of learners', () => {
  expect(readOptions(['--learners', '300'])).toMatchObject({
    learners: 300,
    editsPerMinute: 0.5,
    start: 'burst',
  });
});

test.each<[string[], string]>([
  [[], 'Say how many learners, such as --learners 300.'],
  [['--learners', '0'], '--learners 0 is not between 1 and 200000'],
  [['--learners', '1.5'], '--learners 1.5 is not a whole number'],
  [['--learners', 'many'], '--learners many is not a number'],
  [['--learners', ''], '--learners  is not a number'],
  [['--learners', '3', '--edits-per-minute', '0'], '--edits-per-minute 0 is not between 0.001 and 60'],
  [['--learners', '3', '--percent', '100'], '--percent 100 is not between 1 and 99.9'],
  [['--learners', '3', '--start', 'monday'], '--start monday is none of burst, steady, deadline'],
  [['--learners', '3', '--colour', 'red'], "Unknown option '--colour'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test('the help names every option with its default', () => {
  expect(readOptions(['--help'])).toBe('help');
  const options = readOptions(['--learners', '1']);
  if (options === 'help') throw new Error('no options');
  for (const [name, value] of [
    ['edits-per-minute', options.editsPerMinute],
    ['minutes', options.minutes],
    ['start', options.start],
    ['installs', options.installShare * 100],
    ['passes', options.passShare * 100],
    ['terminals', options.terminals],
    ['wait', options.waitSeconds],
    ['percent', options.share * 100],
    ['cores', options.coresMax],
    ['kept', options.kept],
    ['seed', options.seed],
  ])
    expect(help).toMatch(new RegExp(`--${name} [^-]*\\(${value}\\)`, 's'));
});
