import { expect, test } from 'vitest';
import { nextPage } from './read-answer.ts';
import { ServiceFailure } from './service-problem.ts';

const page = 'https://lms.example/members?page=1';
const next = (link?: string) => nextPage({ headers: new Headers(link === undefined ? {} : { link }) }, page);

test.each<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ['<https://lms.example/members?page=2>; rel="next"', 'https://lms.example/members?page=2'],
  ['<https://lms.example/members?page=2>; title="b"; rel=next', 'https://lms.example/members?page=2'],
  ['</members?page=2>;rel="next"', 'https://lms.example/members?page=2'],
  ['<https://lms.example/a>; rel="differences"', undefined],
  ['<https://lms.example/a>; rel="first", <https://lms.example/b>; rel="next"', 'https://lms.example/b'],
])('Link %j leads to %s', (link, address) => expect(next(link)).toBe(address));

test.each(['<https://else.example/a>; rel="next"', '<http://lms.example/a>; rel="next"'])(
  '%s is not followed',
  (link) => expect(() => next(link)).toThrow(ServiceFailure),
);
