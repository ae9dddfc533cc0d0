import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glossaryProblems } from './glossary.ts';

/** Not in one piece, because `npm run lint:wording` reads this file too. */
const phrase = `for ${'want'} of`;
const entry = (slug: string, rest: string) => `${slug}:\n  term: ${slug}\n  definition: A name.\n${rest}\n`;

test.each<[name: string, text: string, problems: string[]]>([
  [
    'a lesson that does not exist, in the entry that names it',
    entry('a', '  also: [tags]') + entry('b', '  lesson: tagz'),
    ['8: b: there is no lesson tagz'],
  ],
  [
    'a phrase that reads as if translated',
    entry('a', '  lesson: tags') + entry('b', '').replace('A name.', `A name ${phrase} one.`),
    [`7: “${phrase}” reads as if translated`],
  ],
  ['near miss: entries with a lesson and without one', entry('a', '  lesson: tags') + entry('b', ''), []],
  ['near miss: a term with the name of a lesson that does not exist', entry('tagz', '  lesson: tags'), []],
])('%s', async (_name, text, problems) => {
  const content = await mkdtemp(join(tmpdir(), 'glossary-'));
  try {
    await writeFile(join(content, 'glossary.yaml'), text);
    const found = await glossaryProblems(content, new Set(['tags']));
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual(
      problems.map((problem) => expect.stringContaining(problem)),
    );
  } finally {
    await rm(content, { recursive: true });
  }
});
