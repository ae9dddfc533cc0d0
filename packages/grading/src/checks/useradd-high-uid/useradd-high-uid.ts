import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';
import type { Check, StaticFinding } from '../../check/check.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

/** Six digits, as in hadolint. The file grows with the user id. */
const highUid = 100_000;

export const useraddHighUid: Check = {
  meta: {
    id: 'useradd-high-uid',
    title: 'Huge login log from useradd with a high user id',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3046'],
    detects:
      'useradd with a user id of 100000 or more and without --no-log-init, and last-login files in the layers.',
    why: 'useradd writes an entry for the new user to /var/log/lastlog, at an offset of 292 bytes times its id. On disk, the file is sparse, but in a layer, the empty parts are stored as well.',
    fix: 'Add --no-log-init to useradd, or choose an id below 100000.',
    bad: 'RUN useradd --uid 1000000 app',
    good: 'RUN useradd --no-log-init --uid 1000000 app',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, (path) => /^var\/log\/(?:lastlog|faillog|tallylog)$/u.test(path), {
      none: 'No layer contains a last-login file.',
      some: (size, paths) => `The layers contain ${size} of last-login records: ${paths}.`,
    }),
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  walkStages(dockerfile, (instruction, { shell, variables }) => {
    for (const command of shellCommands(triggerOf(instruction, dockerfile.escape), shell)) {
      const uid = uidOf(command, variables);
      if (
        uid === undefined ||
        uid < highUid ||
        command.words.some((word) => word === '--no-log-init' || /^-[a-zA-Z]*l/u.test(word))
      )
        continue;
      found.push({
        ...rangeOfSpan(command.span),
        message: `For user id ${uid}, useradd extends /var/log/lastlog up to the offset of that id, and the layer contains the full size. Add --no-log-init.`,
        fix: insertOption(command, dockerfile),
      });
    }
  });
  return found;
}

/**
 * The number in `-u 1`, `-u1`, `--uid 1` and `--uid=1`; undefined for other commands and if a variable is not
 * known.
 */
function uidOf({ words }: ShellCommand, variables: VariableValues): number | undefined {
  if (baseName(words[0]!) !== 'useradd') return undefined;
  for (const [at, word] of words.entries()) {
    const written = /^(?:--uid|-[a-zA-Z]*u)$/u.test(word)
      ? words[at + 1]
      : (/^--uid=(.+)$/u.exec(word)?.[1] ?? /^-[a-zA-Z]*u(\d+)$/u.exec(word)?.[1]);
    const value = written === undefined ? undefined : substitute(written, variables, '\\');
    if (value !== undefined && /^\d{1,10}$/u.test(value)) return Number(value);
  }
  return undefined;
}

function insertOption({ wordEnds }: ShellCommand, { lines }: Dockerfile): QuickFix | undefined {
  const end = wordEnds[0];
  if (end === undefined) return undefined;
  const line = lines[end.line - 1]!;
  return {
    title: 'Add --no-log-init',
    startLine: end.line,
    endLine: end.line,
    text: `${line.slice(0, end.column - 1)} --no-log-init${line.slice(end.column - 1)}`,
  };
}
