import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Whether a source marks a function as a server action, and not itself as a file of server actions. */
const hasInlineAction = (source: string) => /\n[ \t{]*['"]use server['"]/.test(source);

test.each([
  ["'use server';\nexport async function act() {}", false],
  ["export default function Page() {\n  async function act() {\n    'use server';\n  }\n}", true],
  ["const act = async () => {\n'use server';\n};", true],
  ["// A file with 'use server'.", false],
])('%j has an action inside a function: %s', (source, inside) => {
  expect(hasInlineAction(source)).toBe(inside);
});

test('no server action is inside a function, where Next would encrypt what it uses with a key that is public', async () => {
  const found: string[] = [];
  let actions = 0;
  for (const folder of ['app', 'components', 'lib'])
    for (const path of await readdir(join(root, folder), { recursive: true }))
      if (/\.tsx?$/.test(path) && !path.startsWith('db/generated')) {
        const source = await readFile(join(root, folder, path), 'utf8');
        if (source.startsWith("'use server'")) actions += 1;
        if (hasInlineAction(source)) found.push(join(folder, path));
      }
  expect(found).toEqual([]);
  expect(actions).toBeGreaterThan(20);
});
