import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { downloadOf } from '@dfm/dockerfile/shell/downloads';
import { readsScript, runsSubstitution } from '@dfm/dockerfile/shell/interpreters';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const curlPipeSh: Check = {
  meta: {
    id: 'curl-pipe-sh',
    title: 'Downloaded script run without verification',
    axis: 'security',
    topic: 'security',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: [],
    detects:
      'curl or wget piped into a shell or another interpreter, and a shell that runs the output of a download: sh -c "$(curl …)", bash <(curl …), eval.',
    why: 'Whatever the server sends is run as root, and it can be a different script tomorrow. If the connection breaks, the shell has already run the first half.',
    fix: 'Install the tool as a package with a pinned version, or download the script to a file, verify it with sha256sum -c, and run the file.',
    bad: 'RUN curl -fsSL https://tool.example/install.sh | sh',
    good: 'RUN curl -fsSL -o install.sh https://tool.example/v1.2/install.sh \\\n    && echo "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae  install.sh" | sha256sum -c \\\n    && sh install.sh && rm install.sh',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) => inRun(commands));
}

function inRun(commands: readonly ShellCommand[]): StaticFinding[] {
  const found: StaticFinding[] = [];
  /** For each pipeline, the download that no interpreter has read yet. */
  const waiting = new Map<readonly ShellCommand[], ShellCommand>();
  for (const command of commands) {
    const { pipeline, words, span } = command;
    if (runsSubstitution(command))
      found.push({
        ...rangeOfSpan(span),
        message: message(
          words[0]!.startsWith('$') || words[0]!.startsWith('`') ? 'the shell' : baseName(words[0]!),
        ),
      });
    if (pipeline === undefined) continue;
    if (downloadOf(command)?.files.length === 0) waiting.set(pipeline, command);
    const download = waiting.get(pipeline);
    if (download === undefined || download === command || !readsScript(command)) continue;
    waiting.delete(pipeline);
    found.push({ ...rangeOfSpan(download.span), message: message(baseName(words[0]!)) });
  }
  return found;
}

function message(interpreter: string): string {
  return `${interpreter.slice(0, 40)} runs whatever this URL returns today. Install a package with a pinned version, or save the script, verify it with sha256sum -c and run the file.`;
}
