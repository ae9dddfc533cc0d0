import { resolve } from 'node:path';
import { PlatformError, type ContextFile, type ResultDocument, type RunEvent } from '@dfm/contracts';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import type { LoadedExercise } from '@dfm/course/exercises';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { findNodeGpus } from '@dfm/sandbox-runner/node-gpus';
import { openPool } from '@dfm/sandbox-runner/open-pool';
import { executeRun } from '@dfm/sandbox-runner/run';
import { loadDrawn } from './load-drawn.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { progressLine } from './progress-line.ts';
import { readArguments } from './read-arguments.ts';
import { renderResult } from './render-result.ts';
import { submittedFiles } from './submitted-files.ts';

const usage = `Usage: dfm grade <exercise> [folder] [--value <name>=<value>] [--json] [--content <folder>]

Builds, replays, measures and runs a folder (default: the current one) in its own sandbox, as the site does. Only the
files that the exercise lets a learner edit are read from the folder; all others come from the exercise.
  --value        if learners have different values in this exercise: one of your values, which identifies the others
  --json         print the result document
  --content      folder that contains the course's exercises/

Exit code: 0 passed, 1 not passed, 2 invalid arguments, or an exercise or folder that cannot be read, 3 a platform fault.
`;

const contentRoot = resolve(import.meta.dirname, '../content');

/** `dfm grade`. @returns the exit code */
export async function grade(args: string[], output: Output = terminal): Promise<number> {
  const options = readArguments(
    args,
    {
      usage,
      options: {
        value: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        content: { type: 'string', default: contentRoot },
      },
      read: ({ value, json, content }, [exercise, folder = '.', ...rest]) => {
        if (exercise === undefined || rest.length > 0)
          throw new Error('Give one exercise and at most one folder.');
        return { exercise, folder, values: value, json, content: resolve(content) };
      },
    },
    output,
  );
  if (typeof options === 'number') return options;
  const signal = interruption();
  try {
    const loaded = await loadDrawn(options.content, options.exercise, options.values);
    const { files, leftOut } = await submittedFiles(loaded, options.folder);
    if (leftOut.length > 0)
      output.err(
        `Left out, because they are not part of this exercise: ${leftOut.map(visibleLine).join(', ')}\n`,
      );
    const result = await graded(loaded, files, signal, output);
    output.out(options.json ? jsonDocument(result) : renderResult(result, output.style));
    if (result.status === 'infrastructure') return 3;
    return result.passed ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      output.err('Stopped and cleaned up.\n');
      return 130;
    }
    output.err(`${visibleText(message(error))}\n`);
    return error instanceof PlatformError && error.code !== 'not-found' ? 3 : 2;
  }
}

async function graded(
  { exercise }: LoadedExercise,
  files: ContextFile[],
  signal: AbortSignal,
  output: Output,
): Promise<ResultDocument> {
  const limits = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: 1 };
  const onEvent = (event: RunEvent) => {
    const line = output.interactive ? progressLine(event) : undefined;
    if (line !== undefined) output.err(`${line}\n`);
  };
  const pool = await openPool(limits, (text) => output.err(`${visibleText(text)}\n`));
  try {
    const gpus = await findNodeGpus(limits, (why) => output.err(`${why}\n`));
    const runId = `cli-${process.pid}`;
    return await executeRun(
      { runId, learnerKey: runId, exercise, files, sandboxAfter: 'discard' },
      {
        pool,
        limits,
        gpus,
        onEvent,
        onFault: (error) => output.err(`${visibleText(detail(error))}\n`),
        signal,
      },
    );
  } finally {
    await pool.close();
  }
}

function message(error: unknown): string {
  if (error instanceof PlatformError)
    return error.message === error.learnerMessage
      ? error.message
      : `${error.learnerMessage}\n${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** An error with its causes, because the person who runs the command is also the operator. */
function detail(error: unknown): string {
  const cause =
    error instanceof Error && error.cause !== undefined ? `\n  because: ${detail(error.cause)}` : '';
  return `${error instanceof Error ? error.message : String(error)}${cause}`;
}
