import { z } from 'zod';
import { contextFileSchema } from './exercise.ts';

const atLine = { line: z.int().positive() };

/**
 * A command or file in a lesson's code fence. `line` is the first line of the fence in the lesson's file,
 * 1-based.
 */
export const lessonCommandSchema = z.discriminatedUnion('kind', [
  /** A fence with `run` and a title: a file in the working folder. */
  z.object({ kind: z.literal('file'), ...atLine, path: z.string(), content: z.string() }),
  /** An `sh run` fence. */
  z.object({
    kind: z.literal('command'),
    id: z.string(),
    ...atLine,
    script: z.string(),
    exitCode: z.int().nonnegative(),
    expect: z.array(z.string()),
    cheat: z.string().optional(),
  }),
  /** An `sh` fence with only `cheat`: listed on the cheat sheet, never run. */
  z.object({ kind: z.literal('shown'), id: z.string(), ...atLine, script: z.string(), cheat: z.string() }),
]);
export type LessonCommand = z.infer<typeof lessonCommandSchema>;

/** The commands and files of a lesson. */
export const lessonScriptSchema = z.object({
  slug: z.string(),
  /** Path of the lesson, for problems. */
  file: z.string(),
  commands: z.array(lessonCommandSchema),
  /** Files in the working folder before the first command. */
  files: z.array(contextFileSchema),
});
export type LessonScript = z.infer<typeof lessonScriptSchema>;

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

/** What the commands of a lesson did in a sandbox. */
export const ranLessonSchema = z.object({
  /** Outputs of every command, in order. */
  recorded: lessonOutputsSchema.shape.commands,
  /** Empty if every command behaved as the lesson expects. */
  problems: z.array(
    z.object({
      file: z.string(),
      /** 1-based. */
      line: z.int().positive().optional(),
      message: z.string(),
    }),
  ),
  engineVersion: z.string(),
});
export type RanLesson = z.infer<typeof ranLessonSchema>;
