import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import { inCaseOf } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { literalCommand } from './literal-command.ts';

export const shellFormCmd: Check = {
  meta: {
    id: 'shell-form-cmd',
    title: 'The start command is in shell form',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3025', 'JSONArgsRecommended', 'kics:not-using-json-in-cmd-and-entrypoint-arguments'],
    detects: 'A CMD or ENTRYPOINT written as a plain line. Docker starts it as /bin/sh -c "…".',
    why: 'The shell then stands between Docker and the program. Whether the program gets the stop signal depends on that shell; where it does not, every stop waits for the grace period and ends with a kill.',
    fix: 'Write a JSON list: one string for the program and one for each argument. Where a shell is needed for variables, begin the line with exec.',
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
        message: `Shell form: Docker starts this by ${shell}, so a shell stands between the stop signal and the program. Use the JSON form, ${keyword} ["program", "argument"].`,
        fix: execForm(last),
      },
    ];
  });
}

function startsWithExec(script: string): boolean {
  return /^\s*exec\s/u.test(script);
}

function execForm(instruction: Instruction): QuickFix | undefined {
  // A list that failed to be JSON is no command line; what was meant cannot be told.
  const words = instruction.args.startsWith('[') ? undefined : literalCommand(instruction.args);
  if (words === undefined) return undefined;
  const text = `${inCaseOf(instruction, instruction.keyword)} [${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return {
    title: 'Write it in exec (JSON) form',
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
  if (argv.length === 0) return { status: 'fail', message: 'The image names no command to start.', evidence };
  const flag = ['sh', 'bash', 'ash', 'dash'].includes(baseName(argv[0]!))
    ? argv.findIndex((word) => /^-[a-z]*c$/u.test(word))
    : -1;
  if (flag < 0)
    return {
      status: 'pass',
      message: 'Docker starts the program itself; no shell stands in between.',
      evidence,
    };
  if (startsWithExec(argv[flag + 1] ?? ''))
    return {
      status: 'pass',
      message: 'A shell starts the program and hands its place over with exec.',
      evidence,
    };
  return {
    status: 'fail',
    message: `The image starts ${argv.slice(0, flag + 1).join(' ')}: a shell stands between Docker's stop signal and the program.`,
    evidence,
  };
}
