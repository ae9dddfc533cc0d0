import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { imageResult, replayLayers } from '@dfm/grading';
import type { ImageEvidence } from '@dfm/grading';
import { connectEngine, engineAnswers } from '../engine/connect.ts';
import { inspectImage, saveImage } from '../engine/images.ts';
import { readRunnerEnv } from '../env.ts';
import { ImageArchiveError } from '../image/archive-error.ts';
import { readImageArchive } from '../image/archive.ts';
import { imageReport } from './image-report.ts';

const usage = `Usage: dfm image <reference|archive> [--base <reference>] [--json]

Shows the layers of an image, the bytes each instruction adds and the bytes it wastes.
  <archive>      a file written by docker save, or an OCI image layout in a tar
  <reference>    an image of the local Docker Engine
  --base         an image of the local Docker Engine whose layers count as the base
  --json         print the image part of a result document
`;

/** What went wrong in words for whoever typed the command. */
class ImageCommandError extends Error {}

/**
 * `dfm image`.
 * @param args what follows the command's name
 * @returns exit code: 0, or 2 when the arguments or the image cannot be read
 */
export async function image(args: readonly string[], print: { out: (text: string) => void; err: (text: string) => void } = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) }): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean', default: false }, base: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } });
    const [target, ...more] = positionals;
    if (values.help) {
      print.out(usage);
      return 0;
    }
    if (target === undefined || more.length > 0) throw new ImageCommandError(usage);
    const evidence = await read(target, values.base);
    const result = imageResult(evidence, replayLayers(evidence.layers, evidence.baseLayers), []);
    print.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : imageReport(target, result, evidence));
    return 0;
  } catch (error) {
    const expected = error instanceof ImageCommandError || error instanceof ImageArchiveError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    if (!expected) throw error;
    print.err(`${error.message.trimEnd()}\n`);
    return 2;
  }
}

async function read(target: string, base: string | undefined): Promise<ImageEvidence> {
  const baseDiffIds = base === undefined ? undefined : (await localImage(base)).facts.diffIds;
  const options = baseDiffIds === undefined ? {} : { baseDiffIds };
  if (await isFile(target)) return readImageArchive(target, options);
  const { engine } = await localImage(target);
  return readImageArchive(await saveImage(engine, target), options);
}

async function localImage(reference: string) {
  const socket = readRunnerEnv().DOCKER_SOCKET;
  if (!(await engineAnswers(socket, 2_000))) throw new ImageCommandError(`${reference} is not a file, and no Docker Engine answers at ${socket}. Start it, or give an archive written by docker save.`);
  const engine = connectEngine(socket);
  const facts = await inspectImage(engine, reference);
  if (facts === undefined) throw new ImageCommandError(`${reference} is neither a file nor an image of the local Docker Engine.`);
  return { engine, facts };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
