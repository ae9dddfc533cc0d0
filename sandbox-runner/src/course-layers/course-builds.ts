import type { ContextFile, Exercise } from '@dfm/contracts';
import {
  ContentError,
  exerciseSlugs,
  loadExercise,
  sentContext,
  type LoadedExercise,
  type SentContext,
} from '@dfm/course/exercises';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { coldBuildArgs } from '../submission/cold-build-args.ts';
import { stepKeys, type StepKeys } from '../submission/step-keys.ts';

/** A build that most learners start or finish with. */
export interface CourseBuild {
  /** Such as `cache-order/starter`. */
  name: string;
  sent: SentContext;
  buildArgs: Readonly<Record<string, string>>;
  seconds: number;
  keys: StepKeys;
}

/**
 * The starters of the exercises that have course layers, which every learner builds, followed by their
 * solutions. Exercises with secrets have none, because their steps must run for the use of the secrets to be
 * observed. An exercise that cannot be loaded is left out, as on the site.
 */
export async function courseBuilds(contentRoot: string): Promise<CourseBuild[]> {
  const starters: CourseBuild[] = [];
  const solutions: CourseBuild[] = [];
  for (const slug of await slugsOf(contentRoot)) {
    const loaded = await loadedOrNone(contentRoot, slug);
    if (loaded === undefined || !loaded.exercise.courseLayers || loaded.exercise.secrets.length > 0) continue;
    starters.push(buildOf(loaded.exercise, 'starter', loaded.starter));
    solutions.push(buildOf(loaded.exercise, 'solution', loaded.solution));
  }
  return [...starters, ...solutions];
}

function buildOf(exercise: Exercise, variant: string, files: readonly ContextFile[]): CourseBuild {
  const sent = sentContext(files);
  const dockerfile = parseDockerfile(sent.dockerfile);
  const buildArgs = coldBuildArgs(exercise);
  return {
    name: `${exercise.slug}/${variant}`,
    sent,
    buildArgs,
    seconds: exercise.limits.coldBuildSeconds,
    keys: stepKeys({ dockerfile, files: sent.files, buildArgs }),
  };
}

/** Returns none on a machine that has only the runner. */
async function slugsOf(contentRoot: string): Promise<string[]> {
  try {
    return await exerciseSlugs(contentRoot);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function loadedOrNone(contentRoot: string, slug: string): Promise<LoadedExercise | undefined> {
  try {
    return await loadExercise(contentRoot, slug);
  } catch (error) {
    if (error instanceof ContentError) return undefined;
    throw error;
  }
}
