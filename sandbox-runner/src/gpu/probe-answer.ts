import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Text in the output of `probe.py`. The image controls all of it, so it is truncated. */
const short = z.string().transform((text) => text.replaceAll('\0', '').slice(0, 400));
const probeAnswerSchema = z.object({
  driver: z.object({
    /** CUDA version of the interface, such as `12.4`. */
    version: short.nullable(),
    usable: z.boolean(),
    device: short.optional(),
    capability: z
      .string()
      .regex(/^\d{1,2}\.\d$/u)
      .optional(),
    error: short.nullable(),
  }),
  framework: z
    .object({
      name: short,
      /** Null if it cannot be loaded. */
      version: short.nullable(),
      cuda: short.nullable(),
      cudaAvailable: z.boolean(),
      archList: z.array(z.string().max(40)).max(200),
      error: short.nullable(),
    })
    .nullable(),
});
export type ProbeAnswer = z.infer<typeof probeAnswerSchema>;

/** Starts the probe with the image's Python; prints nothing if there is none. */
export async function probeCommand(): Promise<string[]> {
  const program = await readFile(join(import.meta.dirname, 'probe.py'), 'utf8');
  const start =
    'for python in python3 python; do command -v "$python" >/dev/null && exec "$python" -c "$0"; done';
  return ['sh', '-c', start, program];
}

/**
 * Parses the probe's output; undefined if it is not a valid answer. A library may have printed lines before
 * it.
 */
export function probeAnswer(output: string): ProbeAnswer | undefined {
  for (const line of output.trim().split('\n').toReversed()) {
    if (!line.startsWith('{')) continue;
    try {
      return probeAnswerSchema.parse(JSON.parse(line));
    } catch {
      return undefined;
    }
  }
  return undefined;
}
