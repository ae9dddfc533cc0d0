import { createHash } from 'node:crypto';
import { contextFileSchema, type LessonCommand } from '@dfm/contracts';
import type { Code, Parent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fenceMeta, type FenceMeta } from './fence-meta.ts';
import { jsxElement } from './jsx-element.ts';
import { fail } from './problem.ts';
import { typedText } from './typed-text.ts';

/**
 * Collects the commands and files in a lesson's code fences. Each is wrapped in a component, which shows the
 * recorded output of a command and gets what a learner would type (`typed`). The highlighter ignores options
 * that it does not know.
 */
export function remarkCommands({ commands }: { commands: LessonCommand[] }) {
  return (tree: Root, file: VFile) => {
    visit(tree, 'code', (node, index, parent: Parent | undefined) => {
      const meta = fenceMeta(node.meta ?? '');
      if ('problem' in meta) fail(file, node, meta.problem);
      const command = commandOf(node, meta, file);
      if (command === undefined) return undefined;
      const wrap = (name: string, id?: string) =>
        parent?.children.splice(index ?? 0, 1, jsxElement(name, { id, typed: typedText(command) }, [node]));
      if (command.kind === 'file') {
        commands.push(command);
        wrap('WrittenFile');
        return [SKIP, (index ?? 0) + 1];
      }
      // The same command may have different outputs in different places.
      const before = commands.filter(
        (other) => other.kind !== 'file' && other.script === command.script,
      ).length;
      const id = before === 0 ? command.id : `${command.id}-${before + 1}`;
      commands.push({ ...command, id });
      wrap('Command', id);
      return [SKIP, (index ?? 0) + 1];
    });
  };
}

function commandOf(node: Code, meta: FenceMeta, file: VFile): LessonCommand | undefined {
  const line = node.position?.start.line ?? 1;
  const { run, title, exit, expect, cheat } = meta;
  if (run && title !== undefined) {
    if (exit !== undefined || expect.length > 0 || cheat !== undefined)
      fail(
        file,
        node,
        'a block with a title is written to that file, not run: move exit, expect and cheat to the command that uses it',
      );
    const path = contextFileSchema.shape.path.safeParse(title);
    if (!path.success || title.split('/').some((name) => name === '' || name === '.'))
      fail(file, node, `title="${title}" is not a path inside the working folder`);
    return { kind: 'file', line, path: title, content: node.value === '' ? '' : `${node.value}\n` };
  }
  if (!run && exit === undefined && expect.length === 0 && cheat === undefined) return undefined;
  if (node.lang !== 'sh')
    fail(
      file,
      node,
      'commands must be in a block with language sh. Any other block with run needs a title: the file to write',
    );
  if (!run && (exit !== undefined || expect.length > 0))
    fail(file, node, 'exit and expect need run, because a block that is only shown is not checked');
  if (node.value.trim() === '') fail(file, node, 'this block contains no command');
  if (cheat !== undefined && logicalLines(node.value) !== 1)
    fail(file, node, 'a block with cheat must contain a single command');
  const script = `${node.value}\n`;
  const id = `cmd-${createHash('sha256').update(script).digest('hex').slice(0, 10)}`;
  if (run) return { kind: 'command', id, line, script, exitCode: Number(exit ?? 0), expect, cheat };
  return cheat === undefined ? undefined : { kind: 'shown', id, line, script, cheat };
}

/** The number of lines of a shell script, without empty lines and comments; continued lines count once. */
function logicalLines(script: string): number {
  return script
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#')).length;
}
