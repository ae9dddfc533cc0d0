import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const stateFile = '.dfm-lab.json';
const stateSchema = z.object({
  lab: z.string(),
  /** Number of steps that are done. */
  done: z.int().nonnegative(),
  /** Number of hints of the open step that were shown. */
  hints: z.int().nonnegative(),
  /** What the engine had before the lab, as `identityOf` names it. */
  before: z.array(z.string()),
});

/** How far someone is in a lab, which is stored in the folder of the lab. */
export type LabState = z.infer<typeof stateSchema>;

/**
 * Reads the state of a lab.
 *
 * @returns undefined if the folder is empty or does not exist
 * @throws Error if the folder is used for something else
 */
export async function readLabState(folder: string, lab: string): Promise<LabState | undefined> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return undefined;
  const other = new Error(`${folder} is not empty, and not the folder of this lab. Name a different folder.`);
  if (!names.includes(stateFile)) throw other;
  const state = stateSchema.safeParse(JSON.parse(await readFile(join(folder, stateFile), 'utf8')));
  if (!state.success || state.data.lab !== lab) throw other;
  return state.data;
}

/** Stores the state of a lab in its folder, which is created if necessary. */
export async function writeLabState(folder: string, state: LabState): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, stateFile);
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
