import { describe, expect, test } from 'vitest';
import { assignmentForm } from './assignment-form.ts';

const chosen = (due = '', weight = '1') => ({
  version: 'v',
  'assign:exercise/slim-trap': 'on',
  'due:exercise/slim-trap': due,
  'weight:exercise/slim-trap': weight,
});

test('what is chosen is read with its deadline and weight, and the rest is ignored', () => {
  const fields = { ...chosen('2026-12-01T23:59', '3'), 'due:quiz/slim-trap': '2026-12-01T23:59' };
  expect(assignmentForm.parse(fields)).toEqual({
    version: 'v',
    items: [{ kind: 'exercise', slug: 'slim-trap', due: '2026-12-01T23:59', weight: 3 }],
  });
});

test('a missing deadline is none, and a missing weight is 1', () => {
  expect(assignmentForm.parse({ 'assign:quiz/a': 'on', 'weight:quiz/a': '' })).toEqual({
    version: '',
    items: [{ kind: 'quiz', slug: 'a', due: '', weight: 1 }],
  });
});

describe('the field with a wrong value is named', () => {
  test.each([
    ['due:exercise/slim-trap', chosen('tomorrow')],
    ['due:exercise/slim-trap', chosen('2026-02-30T10:00')],
    ['due:exercise/slim-trap', chosen('2026-12-01T24:01')],
    ['due:exercise/slim-trap', chosen('2026-12-01T23:59:30')],
    ['due:exercise/slim-trap', chosen('1026-12-01T23:59')],
    ['weight:exercise/slim-trap', chosen('', '-1')],
    ['weight:exercise/slim-trap', chosen('', '101')],
    ['weight:exercise/slim-trap', chosen('', '1.5')],
    ['weight:exercise/slim-trap', chosen('', 'many')],
    ['assign:lesson/a', { 'assign:lesson/a': 'on' }],
    ['assign:exercise/../a', { 'assign:exercise/../a': 'on' }],
    ['assign:', { 'assign:': 'on' }],
  ])('%s in %j', (name, fields) => {
    expect(assignmentForm.safeParse(fields).error?.issues.map(({ path }) => path[0])).toContain(name);
  });
});
