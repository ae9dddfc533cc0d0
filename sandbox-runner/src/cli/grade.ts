import { connectEngine } from '../engine/connect.ts';
import { readRunnerEnv } from '../env.ts';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PlatformError, type ContextFile, type ResultDocument, type RunEvent } from '@dfm/contracts';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import { ContentError, loadExercise, readContext, type LoadedExercise } from '@dfm/exercises';
import { ungraded } from '@dfm/grading';
import { findNodeGpus } from '../gpu/node-gpus.ts';
import { executeRun } from '../runs/run.ts';
import { interruption } from './interruption.ts';
import { openPool } from './open-pool.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { progressLine } from './progress-line.ts';
import { renderResult } from './render-result.ts';

const usage = `Usage: dfm grade <exercise> [folder] [--json] [--content <folder>]

Builds, replays, measures and runs a folder (default: the current one) in a sandbox of its own, as the site does.
Of the folder, the files count that the exercise lets a learner edit; the others come from the exercise.
  --json         print the result document
  --content      folder with the course's exercises/

Exit code: 0 passed, 1 not passed, 2 the exercise or folder cannot be read, 3 a fault of the platform.
`;

const contentRoot = resolve(import.meta.dirname, '../../../content');

/** `dfm grade`. @returns the exit code */
export async function grade(args: string[], output: Output = terminal): Promise<number> {
  const options = readArguments(args);
  if ('complaint' in options) {
    (options.complaint === '' ? output.out : output.err)(options.complaint === '' ? usage : `${visibleText(options.complaint)}\n\n${usage}`);
    return options.complaint === '' ? 0 : 2;
  }
  const signal = interruption();
  try {
    const loaded = await loadExercise(options.content, options.exercise);
    const files = await submission(loaded, options.folder, output);
    const result = files.kind === 'rejected' ? files.result : await graded(loaded, files.files, signal, output);
    output.out(options.json ? jsonDocument(result) : renderResult(result, output.style));
    if (result.status === 'infrastructure') return 3;
    return result.passed ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      output.err('Stopped. Nothing was left behind.\n');
      return 130;
    }
    output.err(`${visibleText(message(error))}\n`);
    return error instanceof PlatformError && error.code !== 'not-found' ? 3 : 2;
  }
}

function readArguments(args: string[]): { exercise: string; folder: string; json: boolean; content: string } | { complaint: string } {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false }, content: { type: 'string', default: contentRoot }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) return { complaint: '' };
    const [exercise, folder = '.', ...rest] = positionals;
    if (exercise === undefined || rest.length > 0) return { complaint: 'Name one exercise and at most one folder.' };
    return { exercise, folder, json: values.json, content: resolve(values.content) };
  } catch (error) {
    return { complaint: message(error) };
  }
}

type Submission = { kind: 'files'; files: ContextFile[] } | { kind: 'rejected'; result: ResultDocument };

/** The exercise's files with the learner's over them. A folder that could not be a build context is rejected as the site rejects it. */
async function submission({ exercise, starter }: LoadedExercise, folder: string, output: Output): Promise<Submission> {
  try {
    const own = await readContext(folder);
    const editable = own.filter((file) => exercise.editable.includes(file.path));
    const ignored = own.filter((file) => !exercise.editable.includes(file.path) && starter.find((other) => other.path === file.path)?.data !== file.data);
    if (ignored.length > 0) output.err(`Not part of this exercise, and left out: ${ignored.map((file) => visibleLine(file.path)).join(', ')}\n`);
    const replaced = new Set(editable.map((file) => file.path));
    return { kind: 'files', files: [...starter.filter((file) => !replaced.has(file.path)), ...editable] };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { kind: 'rejected', result: ungraded({ exercise, status: 'rejected', failure: { phase: 'static', message: error.message }, timings: { totalMs: 0 } }) };
  }
}

async function graded({ exercise }: LoadedExercise, files: ContextFile[], signal: AbortSignal, output: Output): Promise<ResultDocument> {
  const limits = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: 1 };
  const onEvent = (event: RunEvent) => {
    const line = output.interactive ? progressLine(event) : undefined;
    if (line !== undefined) output.err(`${line}\n`);
  };
  const pool = await openPool(limits, (text) => output.err(`${visibleText(text)}\n`));
  try {
    const gpus = await findNodeGpus(connectEngine(limits.DOCKER_SOCKET), limits, (why) => output.err(`${why}\n`));
    const runId = `cli-${process.pid}`;
    return await executeRun({ runId, learnerKey: runId, exercise, files, sandboxAfter: 'discard' }, { pool, limits, gpus, onEvent, onFault: (error) => output.err(`${visibleText(detail(error))}\n`), signal });
  } finally {
    await pool.close();
  }
}

function message(error: unknown): string {
  if (error instanceof PlatformError) return error.message === error.learnerMessage ? error.message : `${error.learnerMessage}\n${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** A fault with what caused it: whoever runs the command is the operator too. */
function detail(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `\n  because: ${detail(error.cause)}` : '';
  return `${error instanceof Error ? error.message : String(error)}${cause}`;
}
