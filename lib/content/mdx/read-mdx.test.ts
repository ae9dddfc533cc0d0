import { expect, test } from 'vitest';
import { compileMdx } from './compile-mdx.ts';
import { readMdx } from './read-mdx.ts';

const body = `
<Next lesson="next">Go on.</Next>

:::predict{id="p"}
Which?

- [ ] One
- [x] Two

~~~answer
Because.
~~~
:::

\`\`\`sh run cheat="Lists containers"
docker ps
\`\`\`

:::recall
- Front — back
:::
`;

test('finds what compiling finds', async () => {
  const { tree: _tree, ...read } = readMdx(body, 'a.mdx');
  const { code: _code, headings: _headings, ...compiled } = await compileMdx(body, 'a.mdx');
  expect(read).toEqual(compiled);
  for (const part of [read.keys.size, read.references.length, read.commands.length, read.cards.length]) expect(part).toBe(1);
});

test.each([
  ['what a lesson may not do', 'One\n\n{1}', 'a.mdx:3:1: a lesson may not compute'],
  ['a tag that is not closed', 'One\n\n<Steps>\n\ntwo', 'a.mdx:3:1: Expected a closing tag for `<Steps>`'],
  ['a brace that is not closed', 'One\n\n{two', /^a\.mdx:3:\d+: Unexpected end of file in expression/],
  ['a tag that is not closed in its paragraph', 'One <br> two', 'a.mdx:1:5: Expected a closing tag for `<br>`'],
])('refuses %s', (_name, text, message) => expect(() => readMdx(text, 'a.mdx')).toThrow(message));
