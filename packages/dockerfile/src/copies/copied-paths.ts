import { pathGlob } from '../context/path-glob.ts';
import { flagValues } from '../syntax/model.ts';
import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { boundSources, mountSources } from '../syntax/mounts.ts';
import { copyOf } from './copies.ts';

/**
 * Whether a COPY or ADD from the build context, or a RUN with a bind mount of the context, reads the file at
 * `path` (relative to the context).
 */
export function copiesPath(
  instruction: Instruction,
  path: string,
  dockerfile: Pick<Dockerfile, 'escape'>,
): boolean {
  const sources =
    instruction.keyword === 'RUN'
      ? boundSources(instruction)
      : (copyOf(instruction, dockerfile)?.sources ?? []);
  return sources.some((source) => covers(source, path));
}

/** Stages and images from which a COPY or a RUN takes files, as written. */
export function sourcesOutsideContext(instruction: Instruction): string[] {
  return [...flagValues(instruction, 'from'), ...mountSources(instruction)];
}

/** A source is a file, a directory with everything in it, or a pattern that matches either. */
function covers(source: string, path: string): boolean {
  const plain = source.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return true;
  const glob = pathGlob(plain);
  const parts = path.split('/');
  return parts.some((_, index) => glob.test(parts.slice(0, index + 1).join('/')));
}
