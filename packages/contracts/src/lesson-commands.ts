import { z } from 'zod';

/**
 * What a lesson's fences ask for, in their order. `line` is where the fence begins in the lesson's file,
 * 1-based.
 */
export type LessonCommand =
  /** A fence with `run` and a title: a file of the working folder. */
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
  /** An `sh` fence with `cheat` alone: on the cheat sheet, and nothing runs it. */
  | { kind: 'shown'; id: string; line: number; script: string; cheat: string };

/** What the commands of a lesson answered in a sandbox, as `content/outputs/<lesson>.json` keeps it. */
export const lessonOutputsSchema = z.strictObject({
  version: z.literal(1),
  /** Day of the recording. */
  recordedOn: z.iso.date(),
  /** Version of the Docker Engine in the sandbox. */
  engineVersion: z.string(),
  commands: z.array(
    z.strictObject({
      /** Of the command: changes with its text. */
      id: z.string(),
      exitCode: z.int().nonnegative(),
      /** Standard output and error as they came, inert text without colours. */
      output: z.string(),
      /** Lines that followed and were not kept. */
      linesLeftOut: z.int().nonnegative(),
    }),
  ),
});
export type LessonOutputs = z.infer<typeof lessonOutputsSchema>;
