import { spawnSync } from 'node:child_process';
import type { LessonCommand } from '@dfm/contracts';
import type { ContentProblem } from '@dfm/course/exercises';

/**
 * Reports syntax errors in the commands that a lesson runs. Only parses them, with the shell that runs them
 * in a sandbox (`sh`).
 *
 * @throws Error if there is no `sh`
 */
export function shellProblems(commands: readonly LessonCommand[], file: string): ContentProblem[] {
  return commands.flatMap((command): ContentProblem[] => {
    if (command.kind !== 'command') return [];
    const mistake = syntaxMistake('sh', command.script);
    if (mistake === undefined) return [];
    // The first line of the script follows the line of the fence.
    return [
      {
        file,
        line: command.line + mistake.line,
        message: `this command is not valid shell: ${mistake.reason}`,
      },
    ];
  });
}

/**
 * The first syntax error of a script, which is only parsed.
 *
 * @param shell the program that would run it
 * @returns the 1-based line in the script, and what the shell reports; undefined if there is none
 * @throws Error if there is no such shell
 */
export function syntaxMistake(
  shell: 'sh' | 'bash',
  script: string,
): { line: number; reason: string } | undefined {
  const { error, status, stderr } = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
  if (error) throw error;
  if (status === 0) return undefined;
  // dash: “sh: 2: Syntax error: …”; bash: “sh: line 2: syntax error …”.
  const [, line, reason] = /^\S+ (?:line )?(\d+): (.*)$/m.exec(stderr) ?? [];
  return { line: Math.min(Number(line ?? 1), script.trimEnd().split('\n').length), reason: reason ?? stderr };
}
