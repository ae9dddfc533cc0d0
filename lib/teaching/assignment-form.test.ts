import { describe, expect, test } from 'vitest';
import { assignmentForm } from './assignment-form.ts';

const chosen = (due = '', weight = '1', { opens = '', mode = 'alone' } = {}) => ({
  version: 'v',
  'assign:exercise/slim-trap': 'on',
  'opens:exercise/slim-trap': opens,
  'due:exercise/slim-trap': due,
  'mode:exercise/slim-trap': mode,
  'weight:exercise/slim-trap': weight,
});

test('what is chosen is read with its deadline and weight, and the rest is ignored', () => {
  const fields = { ...chosen('2026-12-01T23:59', '3'), 'due:quiz/slim-trap': '2026-12-01T23:59' };
  expect(assignmentForm.parse(fields)).toEqual({
    version: 'v',
    items: [
      { kind: 'exercise', slug: 'slim-trap', opens: '', due: '2026-12-01T23:59', mode: 'alone', weight: 3 },
    ],
  });
});

test('a missing deadline is none, and a missing weight is 1', () => {
  expect(assignmentForm.parse({ 'assign:quiz/a': 'on', 'weight:quiz/a': '' })).toEqual({
    version: '',
    items: [{ kind: 'quiz', slug: 'a', opens: '', due: '', mode: 'alone', weight: 1 }],
  });
});

test('an exam is read with its beginning and its end', () => {
  const exam = { opens: '2026-12-01T10:00', due: '2026-12-01T11:00', mode: 'exam' } as const;
  expect(assignmentForm.parse(chosen(exam.due, '1', exam)).items).toEqual([
    { kind: 'exercise', slug: 'slim-trap', ...exam, weight: 1 },
  ]);
});

test('the questions of a lesson are always done alone', () =>
  expect(assignmentForm.parse({ 'assign:quiz/a': 'on', 'mode:quiz/a': 'exam' }).items[0]?.mode).toBe(
    'alone',
  ));

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
    ['opens:exercise/slim-trap', chosen('', '1', { opens: 'soon' })],
    ['opens:exercise/slim-trap', chosen('2026-12-01T10:00', '1', { opens: '2026-12-01T10:00' })],
    ['opens:exercise/slim-trap', chosen('2026-12-01T10:00', '1', { mode: 'exam' })],
    ['due:exercise/slim-trap', chosen('', '1', { opens: '2026-12-01T10:00', mode: 'exam' })],
    ['mode:exercise/slim-trap', chosen('', '1', { mode: 'pairs' })],
    ['assign:lesson/a', { 'assign:lesson/a': 'on' }],
    ['assign:exercise/../a', { 'assign:exercise/../a': 'on' }],
    ['assign:', { 'assign:': 'on' }],
  ])('%s in %j', (name, fields) => {
    expect(assignmentForm.safeParse(fields).error?.issues.map(({ path }) => path[0])).toContain(name);
  });
});
