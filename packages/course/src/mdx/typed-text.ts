import type { LessonCommand } from '@dfm/contracts';

/**
 * What a learner types in a terminal to do what a fence of a lesson does: the commands, or one that writes
 * the file. Undefined for commands that do not run in a sandbox.
 */
export function typedText(command: LessonCommand): string | undefined {
  if (command.kind === 'shown') return undefined;
  if (command.kind === 'command') return command.script.trim();
  const { path, content } = command;
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : `mkdir -p ${quoted(path.slice(0, slash))} && `;
  const end = unusedEnd(content);
  return `${folder}cat > ${quoted(path)} <<'${end}'\n${content}${end}`;
}

/** A line that ends the text and is not in it. */
function unusedEnd(content: string): string {
  const lines = new Set(content.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end += '_';
  return end;
}

/** A path as one word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) && !path.startsWith('-')
    ? path
    : `'./${path.replaceAll("'", String.raw`'\''`)}'`;
}
