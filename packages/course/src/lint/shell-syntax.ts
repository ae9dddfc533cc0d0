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
    const { error, status, stderr } = spawnSync('sh', ['-n'], { input: command.script, encoding: 'utf8' });
    if (error) throw error;
    if (status === 0) return [];
    // dash: “sh: 2: Syntax error: …”; bash: “sh: line 2: syntax error …”.
    const [, line, reason] = /^\S+ (?:line )?(\d+): (.*)$/m.exec(stderr) ?? [];
    // The first line of the script follows the line of the fence.
    const within = Math.min(Number(line ?? 1), command.script.trimEnd().split('\n').length);
    return [
      { file, line: command.line + within, message: `this command is not valid shell: ${reason ?? stderr}` },
    ];
  });
}
