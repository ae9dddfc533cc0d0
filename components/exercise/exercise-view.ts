/** A file in a tab of the editor. */
interface ExerciseFile {
  path: string;
  /** The starter's text. */
  text: string;
  editable: boolean;
}

/** What a learner's browser knows of an exercise: nothing hidden (probes, solution, wrong variants) is in it. */
export interface ExerciseView {
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  /** Slug of the lesson it belongs to. */
  lesson?: string;
  /** In tab order: what may be changed first. */
  files: ExerciseFile[];
  /** The other files of the build context, which are not shown. Sizes in bytes. */
  hiddenFiles: { path: string; bytes: number }[];
  hints: string[];
  /** Titles of the edits replayed after the build, by scenario id. */
  scenarios: Record<string, string>;
  /** Score (0–100) from which it passes, given every required check does. */
  passScore: number;
}
