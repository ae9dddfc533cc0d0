import type { Instruction } from '../dockerfile/model.ts';
import { pathGlob } from '../image/path-glob.ts';

/** Whether a COPY or ADD from the build context, or a RUN that binds it, reads the file at `path` (relative to the context). */
export function copiesPath(instruction: Pick<Instruction, 'keyword' | 'raw'>, path: string): boolean {
  const text = instruction.raw.replace(/\\\r?\n/g, ' ');
  if (instruction.keyword === 'RUN') return boundSources(text).some((source) => covers(source, path));
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false;
  const words = text.trim().split('\n')[0]!.replace(/^\S+\s+/, '');
  const flags = /^(?:--\S+\s+)*/.exec(words)![0];
  if (/--from=/.test(flags)) return false;
  return argumentsOf(words.slice(flags.length)).slice(0, -1).some((source) => covers(source, path));
}

function argumentsOf(text: string): string[] {
  if (text.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(text);
      if (Array.isArray(words)) return words.map(String);
    } catch {
      // Not JSON: BuildKit reads it as plain words as well.
    }
  }
  return text.trim().split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

/** Sources of `RUN --mount=type=bind` from the context. A bind is the default type; its source is the whole context by default. */
function boundSources(text: string): string[] {
  return [...text.matchAll(/--mount=(\S+)/g)].flatMap(([, mount = '']) => {
    const options = new Map(mount.split(',').map((option) => option.split('=', 2) as [string, string]));
    if ((options.get('type') ?? 'bind') !== 'bind' || options.has('from')) return [];
    return [options.get('source') ?? options.get('src') ?? '.'];
  });
}

/** A source names a file, a directory with all below it, or a pattern of either. */
function covers(source: string, path: string): boolean {
  const plain = source.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return true;
  const glob = pathGlob(plain);
  const parts = path.split('/');
  return parts.some((_, index) => glob.test(parts.slice(0, index + 1).join('/')));
}
