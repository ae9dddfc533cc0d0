import { describe, expect, test } from 'vitest';
import { fillIn, fillInDraw, namedValues, valuesOf, withoutValues } from './draws.ts';

const values = { port: 8010, path: '/live' };

test.each<[name: string, text: string, filled: string]>([
  ['a number', 'EXPOSE {{port}}', 'EXPOSE 8010'],
  ['a text', 'curl localhost:{{port}}{{path}}', 'curl localhost:8010/live'],
  ['every occurrence', '{{port}} {{port}}', '8010 8010'],
  ['near miss: another name', '{{ports}} {{nonce}}', '{{ports}} {{nonce}}'],
  ['near miss: spaces', '{{ port }}', '{{ port }}'],
  ['near miss: one brace', '{port}', '{port}'],
  ['near miss: a template of Docker', "--format '{{.port}}'", "--format '{{.port}}'"],
])('fills in %s', (_name, text, filled) => expect(fillIn(text, values)).toBe(filled));

test('a value is inserted as it is, whatever it means in a replacement', () => {
  expect(fillIn('a {{cost}} b', { cost: '$& $1' })).toBe('a $& $1 b');
});

test.each<[name: string, text: string, cleared: string]>([
  ['a number', 'EXPOSE 8010', 'EXPOSE {{port}}'],
  ['values next to each other', 'localhost:8010/live', 'localhost:{{port}}{{path}}'],
  ['a number at the end of a sentence', 'It listens on 8010.', 'It listens on {{port}}.'],
  ['near miss: a longer number', '18010 80100', '18010 80100'],
  ['near miss: a part of a version', '1.8010 8010.2', '1.8010 8010.2'],
  ['near miss: a longer word', '/lively', '/lively'],
])('recognises %s', (_name, text, cleared) => expect(withoutValues(text, values)).toBe(cleared));

test('a value with characters that mean something in a pattern is recognised', () => {
  expect(withoutValues('a.b+c axb+c', { name: 'a.b+c' })).toBe('{{name}} axb+c');
});

describe('the values of an exercise', () => {
  const draws = [
    { port: 8000, path: '/health' },
    { port: 8010, path: '/live' },
  ];
  test.each<[name: string, ...Parameters<typeof valuesOf>, expected: object]>([
    ['the first draw is the example', draws, undefined, { port: 8000, path: '/health' }],
    ['chosen ones', draws, values, values],
    ['of no draw any more', draws, { port: 1, path: '/old' }, { port: 1, path: '/old' }],
    ['the example has what is missing', draws, { port: 8010 }, { port: 8010, path: '/health' }],
    ['what the exercise does not have is left out', draws, { ...values, user: 1 }, values],
    ['an exercise without draws has none', undefined, values, {}],
  ])('%s', (_name, given, chosen, expected) => expect(valuesOf(given, chosen)).toEqual(expected));
});

describe('filling in a parsed exercise.yaml', () => {
  const draws = [{ port: 8000 }, { port: 8010 }];

  test('a text that is only a placeholder becomes the value, with its type', () => {
    const content = { draws, run: { port: '{{port}}', probes: [{ name: 'on {{port}}', '{{port}}': 1 }] } };
    expect(fillInDraw(content, { port: 8010 })).toEqual({
      draws,
      run: { port: 8010, probes: [{ name: 'on 8010', '8010': 1 }] },
    });
  });

  test('the draws themselves stay as they are', () => {
    const own = [{ port: '{{port}}' }, { port: 'x' }];
    expect(fillInDraw({ draws: own, a: 1 }, undefined)).toEqual({ draws: own, a: 1 });
  });

  test.each<[name: string, content: unknown]>([
    ['no draws', { port: '{{port}}', edits: ['{{nonce}}'] }],
    ['a first draw that is invalid', { draws: [{ port: [] }, { port: 1 }], port: '{{port}}' }],
    ['draws that are no list', { draws: { port: 1 }, port: '{{port}}' }],
    ['no object', ['{{port}}']],
    ['nothing', null],
  ])('%s: unchanged', (_name, content) => expect(fillInDraw(content, { port: 1 })).toEqual(content));
});

test('a value that only the solution names is not among those of the task', () => {
  const drawn = { driver: '470.256.02', release: '2.7.1', build: 'cu118' };
  expect(namedValues(['driver {{driver}}, cu118', 'torch=={{release}}'], drawn)).toEqual({
    driver: '470.256.02',
    release: '2.7.1',
  });
});
