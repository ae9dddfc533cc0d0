import { flagValues } from '../dockerfile/model.ts';
import type { Instruction } from '../dockerfile/model.ts';
import { unquote } from '../dockerfile/words.ts';
import { pathGlob } from '../image/path-glob.ts';

/** Whether a COPY or ADD from the build context, or a RUN that binds it, reads the file at `path` (relative to the context). */
export function copiesPath(instruction: Instruction, path: string): boolean {
  return contextSources(instruction).some((source) => covers(source, path));
}

function contextSources(instruction: Instruction): string[] {
  if (instruction.keyword === 'RUN') return flagValues(instruction, 'mount').flatMap(boundSource);
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  if (flagValues(instruction, 'from').length > 0) return [];
  const words = instruction.json ?? instruction.words.map((word) => unquote(word, '\\'));
  return words.slice(0, -1).filter((word) => !word.startsWith('<<'));
}

/** Source of a `RUN --mount=type=bind` from the context. A bind is the default type; its source is the whole context by default. */
function boundSource(mount: string): string[] {
  const options = new Map(mount.split(',').map((option) => [option.split('=', 1)[0]!, option.slice(option.indexOf('=') + 1)]));
  if ((options.get('type') ?? 'bind') !== 'bind' || options.has('from')) return [];
  return [options.get('source') ?? options.get('src') ?? '.'];
}

/** A source names a file, a directory with all below it, or a pattern of either. */
function covers(source: string, path: string): boolean {
  const plain = source.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return true;
  const glob = pathGlob(plain);
  const parts = path.split('/');
  return parts.some((_, index) => glob.test(parts.slice(0, index + 1).join('/')));
}
