import { join } from 'node:path';
import { compileMdx } from '@dfm/course/mdx/compile-mdx';
import { expect, test, vi } from 'vitest';
import { linkedTerms } from './linked-terms.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

test.each([
  ['an entry', 'A [layer](/glossary#layer).', ['layer'], []],
  [
    'an entry in a quiz explanation',
    ':::quiz{id="q"}\n1. Q\n   - [x] a — *a [tag](/glossary#tag)*\n   - [ ] b — *b*\n:::',
    ['tag'],
    [],
  ],
  ['an entry as a reference link', 'A [layer][l].\n\n[l]: /glossary#layer', ['layer'], []],
  [
    'near miss: the glossary page itself',
    'The [glossary](/glossary), and [another](/glossary-of-others#layer).',
    [],
    [],
  ],
  [
    'an entry that does not exist',
    'One\n\na [lair](/glossary#lair)',
    [],
    [{ file: 'a.mdx', line: 3, message: 'there is no glossary entry lair in content/glossary.yaml' }],
  ],
])('%s', async (_name, body, slugs, expected) => {
  const { references } = await compileMdx(body, 'a.mdx');
  const { terms, problems } = await linkedTerms(references, 'a.mdx');
  expect(Object.keys(terms)).toEqual(slugs);
  expect(problems).toEqual(expected);
});
