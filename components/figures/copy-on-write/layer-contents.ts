import type { InstructionKind } from '../instruction-kind.ts';

/** What a process in the container does. Each is looked at by itself, on a fresh container. */
export const deeds = ['nothing', 'read', 'change', 'delete', 'create'] as const;
export type Deed = (typeof deeds)[number];

/** `copied`: brought up whole and then changed. `whiteout`: a mark that hides the file of that name below. */
type EntryKind = 'file' | 'copied' | 'new' | 'whiteout';

export interface Entry {
  path: string;
  kind: EntryKind;
  /** Whether it is the one a process sees under its path. */
  isSeen: boolean;
}

interface StackLayer {
  /** The instruction that made it, or the container's own. */
  text: string;
  kind: InstructionKind | 'container';
  entries: Entry[];
}

const MODEL = '/job/model/sorter.joblib';
const CODE = '/job/sorter/clean.py';

/**
 * Some files of an image, last layer on top. The instructions are those of the nightly job the course
 * packages.
 */
const imageLayers: { text: string; kind: InstructionKind; paths: string[] }[] = [
  { text: 'COPY sorter sorter', kind: 'copy', paths: [CODE] },
  { text: 'COPY model model', kind: 'copy', paths: [MODEL] },
  { text: 'FROM python:3.11-slim-bookworm', kind: 'from', paths: ['/usr/local/bin/python3.11'] },
];

const written: Record<Deed, Omit<Entry, 'isSeen'>[]> = {
  nothing: [],
  read: [],
  change: [{ path: CODE, kind: 'copied' }],
  delete: [{ path: MODEL, kind: 'whiteout' }],
  create: [{ path: '/job/sorted.tsv', kind: 'new' }],
};

/** What happened, in words. */
export const account: Record<Deed, string> = {
  nothing:
    'The container has just been created. Its own layer is empty; everything it sees comes from the image.',
  read: 'The model is read where it is, in the layer of COPY model. Nothing is copied, and a second container reads the same bytes.',
  change:
    'Before the first change, the whole file is copied up. The copy is changed and hides the original below, which stays as it was.',
  delete:
    'The file cannot be removed from the image. The container’s layer gets a whiteout, a mark that hides the file. The bytes below stay.',
  create: 'A new file is written to the container’s own layer. Nothing below is involved.',
};

/** The layers from the top down after a deed, and in each what it holds. */
export function layerContents(deed: Deed): StackLayer[] {
  const own = written[deed];
  const covered = new Set(own.map(({ path }) => path));
  return [
    {
      text: 'the container’s own layer',
      kind: 'container',
      entries: own.map((entry) => ({ ...entry, isSeen: entry.kind !== 'whiteout' })),
    },
    ...imageLayers.map(({ text, kind, paths }) => ({
      text,
      kind,
      entries: paths.map((path) => ({ path, kind: 'file' as const, isSeen: !covered.has(path) })),
    })),
  ];
}

/** Paths that a process in the container sees, sorted. */
export function seenPaths(layers: StackLayer[]): string[] {
  return layers
    .flatMap(({ entries }) => entries.filter(({ isSeen }) => isSeen).map(({ path }) => path))
    .sort();
}
