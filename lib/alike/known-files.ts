import 'server-only';
import { type ContextFile, PlatformError } from '@dfm/contracts';
import type { AlikeGroup } from '@dfm/contracts/page-data';
import { loadExercise } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';
import { normalFiles } from './normal-files.ts';
import { templateOf } from './template.ts';

type KnownAs = NonNullable<AlikeGroup['knownAs']>;

export interface KnownFiles {
  /**
   * The editable files of the starter, with placeholders; none for an exercise that is no longer part of the
   * course.
   */
  starter: Record<string, string>;
  /** What of the exercise a submission is alike to, by `normalFiles`. */
  known: ReadonlyMap<string, KnownAs>;
}

/** The starter, the model solution and the declared wrong variants of an exercise, to recognise them. */
export async function knownFiles(slug: string): Promise<KnownFiles> {
  const loaded = await loadExercise(contentRoot(), slug).catch((error: unknown) => {
    if (error instanceof PlatformError && error.code === 'not-found') return undefined;
    throw error;
  });
  if (loaded === undefined) return { starter: {}, known: new Map() };
  const editable = (files: readonly ContextFile[]) =>
    templateOf(
      Object.fromEntries(
        files
          .filter(({ path }) => loaded.exercise.editable.includes(path))
          .map(({ path, data }) => [path, data]),
      ),
      loaded.values,
    );
  const starter = editable(loaded.starter);
  const normal = (files: readonly ContextFile[]) => normalFiles(editable(files), starter);
  return {
    starter,
    known: new Map<string, KnownAs>([
      ...loaded.wrong.map(({ variant, files }) => [normal(files), { kind: 'variant', id: variant }] as const),
      [normal(loaded.solution), { kind: 'solution' }] as const,
      [normal(loaded.starter), { kind: 'starter' }] as const,
    ]),
  };
}
