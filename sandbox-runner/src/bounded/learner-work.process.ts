import { serveWork } from '@dfm/bounded/serve-work';
import type { ContextFile, Exercise } from '@dfm/contracts';
import { sentContext } from '@dfm/course/exercises';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import {
  applyFixes,
  grade,
  readStatic,
  ungraded,
  type AppliedFix,
  type GradeInput,
  type LayerEntry,
  type UngradedInput,
} from '@dfm/grading';
import { staticPhase } from '../submission/static-phase.ts';

/** Entries of one layer. Sending all entries of an image in one message would block the sender. */
export interface EntrySlice {
  layer: number;
  entries: LayerEntry[];
}

/** Every function that reads or grades what a learner wrote. */
export const learnerWork = {
  readSubmission: ({ exercise, files }: { exercise: Exercise; files: readonly ContextFile[] }) =>
    staticPhase(exercise, files),
  sentContext: (files: readonly ContextFile[]) => sentContext(files),
  /** The image's layers are sent without their entries, which are in the slices. */
  grade: (input: GradeInput, slices: readonly EntrySlice[]) => {
    for (const { layer, entries } of slices)
      for (const entry of entries) input.evidence.image?.layers[layer]?.entries.push(entry);
    return grade(input);
  },
  ungraded: (input: UngradedInput) => ungraded(input),
  check: ({ text, context }: { text: string; context: BuildContext | undefined }) =>
    readStatic({ dockerfile: parseDockerfile(text), context }),
  /** Does not fix findings of the checks in `off`. */
  fix: ({
    text,
    context,
    off,
  }: {
    text: string;
    context: BuildContext | undefined;
    off: ReadonlySet<string>;
  }): { text: string; applied: AppliedFix[] } => applyFixes(text, context, (id) => !off.has(id)),
};

serveWork(learnerWork);
