import { expect, test } from 'vitest';
import type { LmsMember } from './lms-members.ts';
import { type ClassMember, rosterDifference } from './roster-difference.ts';

const there = (subject: string, change: Partial<LmsMember> = {}): LmsMember => ({
  subject,
  name: subject.toUpperCase(),
  email: `${subject}@school.example`,
  isLearner: true,
  ...change,
});
const here = (
  learnerId: string,
  subjects = [learnerId],
  email = `${learnerId}@school.example`,
): ClassMember => ({
  learnerId,
  name: learnerId,
  email,
  subjects,
});

test.each<[string, LmsMember[], ClassMember[], [subject: string, learnerId: string | null][]]>([
  ['the same people', [there('ada'), there('ben')], [here('ben'), here('ada')], []],
  ['someone who is only there', [there('ada'), there('ben')], [here('ada')], [['ben', null]]],
  ['a teacher who is only there', [there('eva', { isLearner: false })], [], []],
  ['someone without an address', [there('ada', { email: null })], [], [['ada', null]]],
  ['someone who joined with the link', [there('ada')], [here('x', [], 'ada@school.example')], []],
  ['someone who joined without the LMS', [], [here('ada', [])], []],
  ['someone who has left the course', [], [here('ada')], [['ada', 'ada']]],
  ['someone who teaches there now', [there('ada', { isLearner: false })], [here('ada')], []],
  ['someone with two IDs, of which one is there', [there('a2')], [here('ada', ['a1', 'a2'])], []],
])('%s', (_name, course, members, expected) =>
  expect(rosterDifference(course, members).map(({ subject, learnerId }) => [subject, learnerId])).toEqual(
    expected,
  ),
);

test('the name and the address are those of the LMS, and for a member those of the account', () =>
  expect(rosterDifference([there('ada')], [here('ben')])).toEqual([
    { subject: 'ada', learnerId: null, name: 'ADA', email: 'ada@school.example' },
    { subject: 'ben', learnerId: 'ben', name: 'ben', email: 'ben@school.example' },
  ]));
