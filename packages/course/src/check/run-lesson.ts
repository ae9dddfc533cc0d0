import type { LessonCommand, LessonScript, RanLesson } from '@dfm/contracts';
import { plainText } from '@dfm/contracts/terminal-text';
import type { Workspace } from './workspace.ts';

/** The maximum number of lines of an output that a page shows; the rest are only counted. */
const maxLines = 40;
const maxLineLength = 400;
/** The number of lines of an output that a problem quotes. */
const quotedLines = 8;

/** Runs the commands of a lesson and writes its files, in order. Continues after a command that fails. */
export async function runLesson(
  { file, commands, files }: LessonScript,
  workspace: Workspace,
): Promise<Omit<RanLesson, 'engineVersion'>> {
  const recorded: RanLesson['recorded'] = [];
  const problems: RanLesson['problems'] = [];
  for (const given of files) await workspace.write(given);
  for (const command of commands) {
    if (command.kind === 'file')
      await workspace.write({ path: command.path, encoding: 'utf8', data: command.content, mode: 0o644 });
    if (command.kind !== 'command') continue;
    const { exitCode, output, timedOut } = await workspace.run(command.script);
    const text = plainText(output).replaceAll('\0', '\uFFFD');
    recorded.push({ id: command.id, exitCode, ...beginningOf(text) });
    const wrong = timedOut
      ? ['does not finish within the time limit']
      : problemsWith(command, exitCode, text);
    problems.push(
      ...wrong.map((message) => ({ file, line: command.line, message: `${message}${quoted(text)}` })),
    );
  }
  return { recorded, problems };
}

function problemsWith(
  { exitCode: expected, expect }: Extract<LessonCommand, { kind: 'command' }>,
  exitCode: number,
  text: string,
): string[] {
  if (exitCode !== expected)
    return [`exits with code ${exitCode}${expected === 0 ? '' : ` instead of ${expected}`}`];
  return expect.filter((part) => !text.includes(part)).map((part) => `does not print “${part}”`);
}

function quoted(text: string): string {
  const lines = linesOf(text);
  if (lines.length === 0) return '. It prints nothing';
  const last = lines
    .slice(-quotedLines)
    .map((line) => `\n         | ${line}`)
    .join('');
  return `. It prints${lines.length > quotedLines ? ' at the end' : ''}:${last}`;
}

function beginningOf(text: string): { output: string; linesLeftOut: number } {
  const lines = linesOf(text);
  const kept = lines
    .slice(0, maxLines)
    .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)} …` : line));
  return { output: kept.join('\n'), linesLeftOut: lines.length - kept.length };
}

function linesOf(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === '' ? [] : trimmed.split('\n');
}
