import type { BuildSource } from '../context/build-source.ts';
import type { BuildContext } from '../context/build-source.ts';
import type { Instruction } from '../syntax/model.ts';
import { finalInstructions } from '../syntax/stages.ts';
import { copiesPath } from './copied-paths.ts';

type ContextFile = BuildContext['files'][number];

/** More files or copies than these are not compared, so that the work stays bounded. */
const maxFiles = 1000;
const maxCopies = 20;

/**
 * The files of the context that a COPY or ADD of the final chain brings into the image, each with the first
 * instruction that does.
 */
export function shippedFiles(
  { dockerfile, context }: BuildSource,
  wanted: (file: ContextFile) => boolean,
): { file: ContextFile; instruction: Instruction }[] {
  if (context === undefined) return [];
  const files = context.files.filter(wanted).slice(0, maxFiles);
  if (files.length === 0) return [];
  const copies = finalInstructions(dockerfile)
    .filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')
    .slice(0, maxCopies);
  return files.flatMap((file) => {
    const instruction = copies.find((copy) => copiesPath(copy, file.path, dockerfile));
    return instruction === undefined ? [] : [{ file, instruction }];
  });
}
