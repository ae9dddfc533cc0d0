import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextFile, DrawnValues, Exercise } from '@dfm/contracts';
import type { ContentProblem } from '../yaml/content-error.ts';
import type { YamlPath } from '../yaml/node-offset.ts';
import { isMissing, readFilled } from './read-filled.ts';
import { bytesOf } from './sent-context.ts';

/** All folders together. They travel with each run, unlike a build context as it was submitted. */
const maxBytes = 20 * 1024 * 1024;
/** A name in the header of a tar is at most this long. */
const maxPathBytes = 90;

type Mounts = NonNullable<Exercise['mounts']>;

/**
 * The files of each folder in `mounts/`, with the values filled in. Problems are added to `problems`.
 *
 * @param folder need not exist
 */
export async function mountedFolders(
  folder: string,
  values: DrawnValues,
  problems: ContentProblem[],
): Promise<Mounts> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const mounts: Mounts = {};
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = join(folder, entry.name);
    if (entry.isDirectory()) mounts[entry.name] = await readFilled(at, values, problems);
    else problems.push({ file: at, message: 'is not in a folder of mounts/, so no container can have it' });
  }
  problems.push(...sizeProblems(folder, mounts));
  return mounts;
}

function sizeProblems(folder: string, mounts: Mounts): ContentProblem[] {
  const files = Object.entries(mounts).flatMap(([name, list]) => list.map((file) => ({ name, file })));
  const bytes = files.reduce((sum, { file }) => sum + bytesOf(file), 0);
  return [
    ...files.flatMap(({ name, file: { path } }) =>
      Buffer.byteLength(path) > maxPathBytes
        ? [{ file: join(folder, name, path), message: `has a path of more than ${maxPathBytes} bytes` }]
        : [],
    ),
    ...(bytes > maxBytes ? [{ file: folder, message: 'has more than 20 MiB' }] : []),
  ];
}

/** Where `exercise.yaml` and the folders in `mounts/` do not match. */
export function mountProblems(exercise: Exercise, mounts: Mounts): { path: YamlPath; message: string }[] {
  const used = usedFolders(exercise);
  return [
    ...used.flatMap(({ path, folder }) =>
      (mounts[folder] ?? ([] as ContextFile[])).length > 0
        ? []
        : [{ path, message: `there is no file in mounts/${folder}` }],
    ),
    ...Object.keys(mounts).flatMap((name) =>
      used.some(({ folder }) => folder === name)
        ? []
        : [
            {
              path: [exercise.run === undefined ? 'job' : 'run'],
              message: `no container gets mounts/${name}`,
            },
          ],
    ),
    ...lostFileProblems(exercise, mounts),
  ];
}

function lostFileProblems({ run }: Exercise, mounts: Mounts): ReturnType<typeof mountProblems> {
  const [loses, folder] = [run?.alive?.loses, run?.files?.folder];
  if (loses === undefined || folder === undefined) return [];
  return mounts[folder]?.some(({ path }) => path === loses) === true
    ? []
    : [{ path: ['run', 'alive', 'loses'], message: `there is no file mounts/${folder}/${loses}` }];
}

function usedFolders({ run, job }: Exercise): { path: YamlPath; folder: string }[] {
  const settings: [path: YamlPath, files: { folder: string } | undefined][] = [
    [['run', 'files'], run?.files],
    [['run', 'serves'], run?.serves],
    ...(job?.starts ?? []).map(({ files }, start): (typeof settings)[number] => [
      ['job', 'starts', start, 'files'],
      files,
    ]),
    ...(run?.starts ?? []).flatMap(({ files, draw = [] }, start): typeof settings => [
      [['run', 'starts', start, 'files'], files],
      ...draw.map((drawn, index): (typeof settings)[number] => [
        ['run', 'starts', start, 'draw', index, 'files'],
        drawn.files,
      ]),
    ]),
  ];
  return settings.flatMap(([path, files]) =>
    files === undefined ? [] : [{ path: [...path, 'folder'], folder: files.folder }],
  );
}
