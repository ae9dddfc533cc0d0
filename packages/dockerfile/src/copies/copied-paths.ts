import { pathGlob } from '../context/path-glob.ts';
import { flagValues } from '../syntax/model.ts';
import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { boundSources, mountSources } from '../syntax/mounts.ts';
import { copyOf } from './copies.ts';

/**
 * Whether a COPY or ADD from the build context, or a RUN that binds it, reads the file at `path` (relative to
 * the context).
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

/** Stages and images that a COPY or a RUN takes files from, as they are written. */
export function sourcesOutsideContext(instruction: Instruction): string[] {
  return [...flagValues(instruction, 'from'), ...mountSources(instruction)];
}

/** A source names a file, a directory with all below it, or a pattern of either. */
function covers(source: string, path: string): boolean {
  const plain = source.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return true;
  const glob = pathGlob(plain);
  const parts = path.split('/');
  return parts.some((_, index) => glob.test(parts.slice(0, index + 1).join('/')));
}
