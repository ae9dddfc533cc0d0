import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { listInModule } from './list-in-module.ts';

const flow = `# The course.
modules:
  - slug: one
    lessons: [a, b] # in order
    exercises: []
  - slug: two
    title: "Two: the second"

title: Last
`;
const block = `modules:
- slug: one
  lessons:
  - a # the first
  - b
  exercises:
    - x
- slug: two
`;

test.each([
  ['to a list in brackets', flow, 'one', 'lessons', 'lessons: [a, b, new] # in order'],
  ['to an empty list', flow, 'one', 'exercises', 'exercises: [new]'],
  ['as a new list', flow, 'two', 'lessons', '    title: "Two: the second"\n    lessons: [new]\n'],
  ['to a list of lines', block, 'one', 'lessons', '  - b\n  - new\n'],
  ['to an indented list of lines', block, 'one', 'exercises', '    - x\n    - new\n'],
  [
    'as a new list of a module with nothing else',
    block,
    'two',
    'exercises',
    '- slug: two\n  exercises: [new]\n',
  ],
] as const)('adds %s', (_name, text, module, list, written) => {
  const added = listInModule(text, { module, list, slug: 'new' })!;
  expect(added).toContain(written);
  const [before, after] = [parse(text), parse(added)] as { modules: Record<string, unknown>[] }[];
  const place = before!.modules.findIndex(({ slug }) => slug === module);
  const listed = (before!.modules[place]![list] as string[] | undefined) ?? [];
  before!.modules[place]![list] = [...listed, 'new'];
  expect(after).toEqual(before);
});

test.each([
  ['a module that does not exist', flow, 'three'],
  ['a file that is not YAML', 'modules: [', 'one'],
  ['a file without modules', 'title: x\n', 'one'],
  ['a list that is no list', 'modules:\n  - slug: one\n    lessons: a\n', 'one'],
])('adds nothing to %s', (_name, text, module) => {
  expect(listInModule(text, { module, list: 'lessons', slug: 'new' })).toBeUndefined();
});

test('adds nothing twice', () => {
  expect(listInModule(flow, { module: 'one', list: 'lessons', slug: 'b' })).toBe(flow);
});
