import type { BuildSource } from '../context/build-source.ts';
import type { BuildContext } from '../context/build-source.ts';
import { factsOf } from '../syntax/instruction-facts.ts';
import type { Instruction } from '../syntax/model.ts';
import { finalInstructions } from '../syntax/stages.ts';
import { copiesPath } from './copied-paths.ts';

type ContextFile = BuildContext['files'][number];

/** Files and copies beyond these limits are not compared, so that the work stays bounded. */
const maxFiles = 1000;
const maxCopies = 20;

/**
 * The files of the context that a COPY or ADD of the final stage, or of a stage it is built FROM, copies into
 * the image, each with the first instruction that copies it.
 */
export function shippedFiles(
  { dockerfile, context }: BuildSource,
  matches: (file: ContextFile) => boolean,
): { file: ContextFile; instruction: Instruction }[] {
  if (context === undefined) return [];
  const files = context.files.filter(matches).slice(0, maxFiles);
  if (files.length === 0) return [];
  const copies = finalInstructions(dockerfile)
    .filter(({ keyword }) => factsOf(keyword).copiesFiles)
    .slice(0, maxCopies);
  return files.flatMap((file) => {
    const instruction = copies.find((copy) => copiesPath(copy, file.path, dockerfile));
    return instruction === undefined ? [] : [{ file, instruction }];
  });
}
