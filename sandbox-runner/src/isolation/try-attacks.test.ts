import { expect, test } from 'vitest';
import { type EndedBuild, judged } from './try-attacks.ts';

const ended = (kind: EndedBuild['kind'], log: string, detail = ''): EndedBuild => ({ kind, log, detail });

test.each([
  ['a refused build', 'fails', ended('failed', '', 'not allowed'), 'held'],
  ['a build that should be refused', 'fails', ended('built', ''), 'broken'],
  ['an engine that died, which refuses nothing', 'fails', ended('lost', '', 'lost'), 'unclear'],
  ['attempts that were all denied', 'denied', ended('built', 'denied a\ndenied b\n'), 'held'],
  ['one success among the denied', 'denied', ended('built', 'denied a\nopened b 7\n'), 'broken'],
  ['a success before the build failed', 'denied', ended('failed', 'opened a\n', 'exit code 1'), 'broken'],
  ['a success before the engine died', 'denied', ended('lost', 'opened a\n', 'lost'), 'broken'],
  ['a build that failed before it attempted all', 'denied', ended('failed', 'denied a\n', 'no'), 'unclear'],
  ['a build that attempted nothing', 'denied', ended('built', 'not opened, not denied\n'), 'unclear'],
] as const)('%s', (_name, holds, build, result) => {
  expect(judged(holds, build).result).toBe(result);
});

test('the first success is quoted, with the number of the others', () => {
  expect(judged('denied', ended('built', 'opened a\ndenied b\nopened c\nopened d\n')).detail).toBe(
    'opened a and 2 more',
  );
});
