import { expect, test } from 'vitest';
import { slugProblem } from './slug.ts';

test.each<[name: string, problem: string]>([
  [
    'Tidy_Apt',
    '“Tidy_Apt” has a capital letter. A slug consists of lower-case words and numbers joined by hyphens, such as tidy-apt.',
  ],
  ['tidy_apt', '“tidy_apt” contains “_”.'],
  ['tidy apt', 'contains “ ”.'],
  ['läuft', 'contains “ä”.'],
  [
    '-tidy',
    'has a hyphen that does not join two words. A slug consists of lower-case words and numbers joined by hyphens, such as tidy.',
  ],
  ['tidy--apt', 'has a hyphen that does not join two words.'],
  ['', '“” is empty. A slug consists of lower-case words and numbers joined by hyphens.'],
])('%s is not a slug', (name, problem) => expect(slugProblem(name)).toContain(problem));

test.each(['tidy', 'tidy-apt', 'cuda-12', '2-stages'])('near miss: %s is a slug', (name) =>
  expect(slugProblem(name)).toBeUndefined(),
);
