import type { ReplayResult, ResultDocument } from '@dfm/contracts';

// These errors are mistakes of a lesson's author, and fail the build of the page.

/** Recorded runs by id, as loaded by the page. */
export type Runs = Record<string, ResultDocument>;

/** @throws Error if the page has not loaded a run with that id */
export function findRun(runs: Runs, id: string): ResultDocument {
  const run = runs[id];
  if (!run) throw new Error(`the page has not loaded the recorded run ${id}`);
  return run;
}

/**
 * A part of the run with that id.
 *
 * @param name what the part is called in the error
 * @throws Error if the run does not have it
 */
export function present<Part>(part: Part | undefined, id: string, name: string): Part {
  if (part === undefined) throw new Error(`the recorded run ${id} has no ${name}`);
  return part;
}

/**
 * The replay of the scenario with that id; without an id, the first in which a step had to run.
 *
 * @throws Error if the run has no such replay
 */
export function replayOf(document: ResultDocument, edit: string | undefined): ReplayResult {
  const found =
    document.replay.find((replay) =>
      edit ? replay.scenario === edit : replay.firstMissLine !== undefined,
    ) ?? (edit ? undefined : document.replay[0]);
  const available = document.replay.map((replay) => replay.scenario).join(', ');
  if (!found)
    throw new Error(`the run of ${document.exercise} has no edit ${edit ?? ''}. It has ${available}`);
  return found;
}
