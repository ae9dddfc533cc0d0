import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';

const variants = [
  ['naive', 'a typical first attempt: full base image, all packages, pip’s cache'],
  ['two-stages', 'packages from a builder stage, slim base image'],
  ['golf', 'from scratch: only what the service needs'],
] as const;

/** Whether the table includes any of these recorded runs. */
export function isInTable(runs: readonly string[]): boolean {
  return runs.some((id) => id.startsWith('digit-reader/'));
}

/**
 * The table of one service in three images, from its recorded runs, in Markdown. Sizes are uncompressed bytes
 * of files in layers.
 *
 * @throws Error if a run is not recorded or lacks a number
 */
export async function naiveToGolf(contentRoot: string): Promise<string> {
  const runs = await Promise.all(
    variants.map(async ([variant, how]) => ({
      variant,
      how,
      run: resultDocumentSchema.parse(
        JSON.parse(await readFile(join(contentRoot, 'runs/digit-reader', `${variant}.json`), 'utf8')),
      ),
    })),
  );
  const { engine } = runs[0]!.run;
  const notices = new Set(runs.flatMap(({ run }) => run.notices));
  return `${[
    '# From naive to golf: one service in three images',
    `Written by \`npm run content:record -- digit-reader\`; do not edit. Each Dockerfile of
\`content/projects/digit-reader\` is built in its own sandbox, and again after adding a line to \`app.py\`. Sizes
are uncompressed bytes of files in layers; 1 MB is 10⁶ bytes. Wasted bytes are stored but overwritten or
deleted by a later layer.`,
    `Recorded with Docker Engine ${engine?.version} on ${engine?.stampedAt.slice(0, 10)}.`,
    ...[...notices].map((notice) => `> ${notice}`),
    [
      '| Dockerfile | how it is made | image MB | wasted MB | cold s | after the edit s |',
      '| --- | --- | --- | --- | --- | --- |',
      ...runs.map(({ variant, how, run }) => `| ${[variant, how, ...numbers(run)].join(' | ')} |`),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function numbers({ exercise, image, cold, replay }: ResultDocument): string[] {
  const edited = replay.find(({ scenario }) => scenario === 'edit-app');
  if (!image || !cold || !edited) throw new Error(`a recorded run of ${exercise} has no image or no edit`);
  return [image.totalBytes / 1e6, image.wastedBytes / 1e6, cold.totalMs / 1e3, edited.totalMs / 1e3].map(
    (number) => number.toFixed(1),
  );
}
