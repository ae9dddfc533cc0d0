import { z } from 'zod';

/**
 * A command or file in a lesson's code fence. `line` is the first line of the fence in the lesson's file,
 * 1-based.
 */
export type LessonCommand =
  /** A fence with `run` and a title: a file in the working folder. */
  | { kind: 'file'; line: number; path: string; content: string }
  /** An `sh run` fence. */
  | {
      kind: 'command';
      id: string;
      line: number;
      script: string;
      exitCode: number;
      expect: string[];
      cheat?: string | undefined;
    }
  /** An `sh` fence with only `cheat`: listed on the cheat sheet, never run. */
  | { kind: 'shown'; id: string; line: number; script: string; cheat: string };

/** The outputs of a lesson's commands in a sandbox, as stored in `content/outputs/<lesson>.json`. */
export const lessonOutputsSchema = z.strictObject({
  version: z.literal(1),
  /** Day of the recording. */
  recordedOn: z.iso.date(),
  /** Version of the Docker Engine in the sandbox. */
  engineVersion: z.string(),
  commands: z.array(
    z.strictObject({
      /** ID of the command, which changes with its text. */
      id: z.string(),
      exitCode: z.int().nonnegative(),
      /** Standard output and error in their original order, as inert text without colours. */
      output: z.string(),
      /** Number of further lines that were not stored. */
      linesLeftOut: z.int().nonnegative(),
    }),
  ),
});
export type LessonOutputs = z.infer<typeof lessonOutputsSchema>;
