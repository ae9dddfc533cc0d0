import { pathGlob } from '../context/path-glob.ts';
import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { boundPaths } from '../syntax/mounts.ts';
import { resolvePath } from '../syntax/stages.ts';
import { copyOf } from './copies.ts';

/** Maps a part of the build context to its path in the image. */
export interface Placement {
  /** A file, a directory or a pattern, relative to the context; empty for the entire context. */
  source: string;
  /** Absolute. */
  target: string;
  /** The target is a directory, regardless of the source. */
  into: boolean;
}

/** The placements made by a COPY or ADD, or by the bind mounts of a RUN. */
export function placements(
  instruction: Instruction,
  workdir: string,
  dockerfile: Pick<Dockerfile, 'escape'>,
): Placement[] {
  if (instruction.keyword === 'RUN')
    return boundPaths(instruction).map(({ source, target }) => ({
      source: contextPath(source),
      target: resolvePath(workdir, target),
      into: false,
    }));
  const copy = copyOf(instruction, dockerfile);
  if (copy === undefined) return [];
  const target = resolvePath(workdir, copy.destination);
  const into = copy.sources.length > 1 || /(?:^|\/)\.{0,2}$/u.test(copy.destination);
  return copy.sources.map((source) => ({ source: contextPath(source), target, into }));
}

function contextPath(source: string): string {
  return resolvePath('/', source).slice(1);
}

/**
 * The file of the context that is at an absolute path of the image.
 *
 * @param exists whether the context has a file at a path
 */
export function fileAt(
  path: string,
  { source, target, into }: Placement,
  exists: (path: string) => boolean,
): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const inTarget = target === '/' ? '/' : `${target}/`;
  if (/[*?]/u.test(source)) {
    const candidate = source.includes('/') ? `${source.slice(0, source.lastIndexOf('/'))}/${name}` : name;
    return path === `${inTarget}${name}` && exists(candidate) && pathGlob(source).test(candidate)
      ? candidate
      : undefined;
  }
  if (source !== '' && exists(source)) {
    const own = source.slice(source.lastIndexOf('/') + 1);
    return (!into && path === target) || path === `${inTarget}${own}` ? source : undefined;
  }
  if (!path.startsWith(inTarget)) return undefined;
  const inside = path.slice(inTarget.length);
  const candidate = source === '' ? inside : `${source}/${inside}`;
  return exists(candidate) ? candidate : undefined;
}
