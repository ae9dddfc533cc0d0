import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMdx } from '../mdx/read-mdx.ts';
import { shellProblems } from './shell-syntax.ts';

const problemsOf = async (script: string, meta = 'sh run') => {
  const { commands } = await readMdx(`One.\n\n\`\`\`${meta}\n${script}\n\`\`\``, 'a.mdx');
  return shellProblems(commands, 'a.mdx').map(({ line, message }) => `${line}: ${message}`);
};

test.each<[name: string, script: string, line: RegExp]>([
  ['a quotation mark that is not closed', 'ls\necho "one', /^5: this command is not valid shell: /],
  ['a loop without its end', 'for i in 1 2; do\n  echo $i', /^5: this command is not valid shell: /],
  ['a bracket that was not opened', 'ls )', /^4: this command is not valid shell: /],
])('reports %s', async (_name, script, line) => {
  expect(await problemsOf(script)).toEqual([expect.stringMatching(line)]);
});

test.each([
  ['a loop', 'until docker logs a | grep --quiet ready; do sleep 1; done'],
  ['a bracket in quotation marks', "echo ')'"],
  ['a here-document', 'cat > a <<EOF\n"one\nEOF'],
  ['a block that is only shown', 'docker push …(', 'sh cheat="Sends an image"'],
])('near miss: %s', async (_name, script, meta = 'sh run') => {
  expect(await problemsOf(script, meta)).toEqual([]);
});

test('executes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    expect(await problemsOf(`touch ${folder}/a\necho "$(touch ${folder}/b)"`)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
