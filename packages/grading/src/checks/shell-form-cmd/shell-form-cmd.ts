import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import { withCaseOf } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { literalCommand } from './literal-command.ts';

export const shellFormCmd: Check = {
  meta: {
    id: 'shell-form-cmd',
    title: 'Start command in shell form',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3025', 'JSONArgsRecommended', 'kics:not-using-json-in-cmd-and-entrypoint-arguments'],
    detects: 'A CMD or ENTRYPOINT in shell form, which Docker starts with /bin/sh -c "…".',
    why: 'A shell is then between Docker and the program. Whether the program receives the stop signal depends on that shell. If it does not, every stop waits for the grace period and ends with a kill.',
    fix: 'Write a JSON list with one string for the program and one for each argument. If you need a shell for variables, begin the line with exec.',
    bad: 'CMD uvicorn app:app --host 0.0.0.0',
    good: 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const instructions = finalInstructions(dockerfile);
  const shell =
    instructions
      .findLast((instruction) => instruction.keyword === 'SHELL')
      ?.json?.join(' ')
      .slice(0, 40) ?? '/bin/sh -c';
  return ['CMD', 'ENTRYPOINT'].flatMap((keyword) => {
    const last = instructions.findLast((instruction) => instruction.keyword === keyword);
    if (last === undefined || last.args === '' || last.json !== undefined || startsWithExec(last.args))
      return [];
    return [
      {
        ...rangeOf(last),
        message: `In shell form, Docker starts this with ${shell}, so a shell is between the stop signal and the program. Use the JSON form, ${keyword} ["program", "argument"].`,
        fix: execForm(last),
      },
    ];
  });
}

function startsWithExec(script: string): boolean {
  return /^\s*exec\s/u.test(script);
}

function execForm(instruction: Instruction): QuickFix | undefined {
  // A list that is not valid JSON is not a command line, and its meaning is unclear.
  const words = instruction.args.startsWith('[') ? undefined : literalCommand(instruction.args);
  if (words === undefined) return undefined;
  const text = `${withCaseOf(instruction, instruction.keyword)} [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return {
    title: 'Rewrite in exec (JSON) form',
    startLine: instruction.startLine,
    endLine: instruction.endLine,
    text,
  };
}

function measure({ evidence: { image } }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const { entrypoint, cmd } = image.config;
  const argv = entrypoint !== null && entrypoint.length > 0 ? entrypoint : (cmd ?? []);
  const evidence = [{ label: 'Start command', value: argv.length === 0 ? 'none' : JSON.stringify(argv) }].map(
    (item) => ({ ...item, unit: 'text' as const }),
  );
  if (argv.length === 0) return { status: 'fail', message: 'The image has no start command.', evidence };
  const flag = ['sh', 'bash', 'ash', 'dash'].includes(baseName(argv[0]!))
    ? argv.findIndex((word) => /^-[a-z]*c$/u.test(word))
    : -1;
  if (flag < 0)
    return {
      status: 'pass',
      message: 'Docker starts the program directly, without a shell.',
      evidence,
    };
  if (startsWithExec(argv[flag + 1] ?? ''))
    return {
      status: 'pass',
      message: 'A shell starts the program and replaces itself with exec.',
      evidence,
    };
  return {
    status: 'fail',
    message: `The image starts ${argv.slice(0, flag + 1).join(' ')}: a shell is between Docker's stop signal and the program.`,
    evidence,
  };
}
