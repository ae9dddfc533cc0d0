import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLessonText } from './lesson-text.ts';
import { outputProblems } from './recorded-outputs.ts';

const head =
  '---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 7\ndifficulty: 1\nupdated: 2026-11-21\n---\n\n';
const fences = (...scripts: string[]) =>
  scripts.map((script) => `\`\`\`sh run\n${script}\n\`\`\``).join('\n\n');

test.each<[name: string, written: string[], recorded: string[], problems: string[]]>([
  [
    'a command that is not recorded',
    ['ls', 'pwd'],
    ['ls'],
    [
      '14: the output of this command is not recorded. Record it with the check before publishing, or in a clone with npm run content:record -- content/lessons/a.mdx; to show only the command, write sh instead of sh run',
    ],
  ],
  [
    'all commands that are not recorded',
    ['ls', 'pwd', 'id', 'date'],
    ['pwd'],
    ['10: the outputs of 3 commands are not recorded, on lines 10, 18, and 22. Record them with the check'],
  ],
  ['the output of a removed command', ['ls'], ['ls', 'pwd'], ['undefined: content/outputs/a.json contains']],
  ['near miss: commands in a different order', ['ls', 'pwd'], ['pwd', 'ls'], []],
  ['near miss: a lesson without commands', [], [], []],
])('%s', async (_name, written, recorded, problems) => {
  const content = await mkdtemp(join(tmpdir(), 'outputs-'));
  try {
    const lesson = (scripts: string[]) => parseLessonText(head + fences(...scripts), 'a', 'a.mdx');
    const commands = (await lesson(recorded)).parts.commands.flatMap((command) =>
      command.kind === 'command' ? [{ id: command.id, exitCode: 0, output: '', linesLeftOut: 0 }] : [],
    );
    await mkdir(join(content, 'outputs'));
    if (recorded.length > 0)
      await writeFile(
        join(content, 'outputs/a.json'),
        JSON.stringify({ version: 1, recordedOn: '2026-11-21', engineVersion: '26', commands }),
      );
    const found = await outputProblems(content, await lesson(written));
    expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual(
      problems.map((problem) => expect.stringContaining(problem)),
    );
  } finally {
    await rm(content, { recursive: true });
  }
});
