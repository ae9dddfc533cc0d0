import type { InstructionKind } from '../instruction-kind.ts';

/** What a process in the container does. Each action starts from a new container. */
export const actions = ['nothing', 'read', 'change', 'delete', 'create'] as const;
export type Action = (typeof actions)[number];

/** `copied`: copied up as a whole, then changed. `whiteout`: a mark that hides the file of that name below. */
type EntryKind = 'file' | 'copied' | 'new' | 'whiteout';

export interface Entry {
  path: string;
  kind: EntryKind;
  /** Whether this is the file that a process sees at this path. */
  isVisible: boolean;
}

interface StackLayer {
  /** The instruction that created it, or the name of the container's own layer. */
  text: string;
  kind: InstructionKind | 'container';
  entries: Entry[];
}

const MODEL = '/job/model/sorter.joblib';
const CODE = '/job/sorter/clean.py';

/**
 * Some files of an image, last layer first. The instructions are from the nightly job that the course
 * packages.
 */
const imageLayers: { text: string; kind: InstructionKind; paths: string[] }[] = [
  { text: 'COPY sorter sorter', kind: 'copy', paths: [CODE] },
  { text: 'COPY model model', kind: 'copy', paths: [MODEL] },
  { text: 'FROM python:3.11-slim-bookworm', kind: 'from', paths: ['/usr/local/bin/python3.11'] },
];

const written: Record<Action, Omit<Entry, 'isVisible'>[]> = {
  nothing: [],
  read: [],
  change: [{ path: CODE, kind: 'copied' }],
  delete: [{ path: MODEL, kind: 'whiteout' }],
  create: [{ path: '/job/sorted.tsv', kind: 'new' }],
};

/** What happened, as text. */
export const explanation: Record<Action, string> = {
  nothing:
    'The container has just been created. Its own layer is empty; everything it sees comes from the image.',
  read: 'The model is read where it is, in the layer of COPY model. Nothing is copied, and a second container reads the same bytes.',
  change:
    'Before the first change, the whole file is copied up, or cloned if the file system can. The copy is changed and hides the original below, which stays as it was.',
  delete:
    'The file cannot be removed from the image. The container’s layer gets a whiteout, a mark that hides the file. The bytes below stay.',
  create: 'A new file is written to the container’s own layer. Nothing below is involved.',
};

/** The layers after an action, from top to bottom, with their contents. */
export function layerContents(action: Action): StackLayer[] {
  const own = written[action];
  const covered = new Set(own.map(({ path }) => path));
  return [
    {
      text: 'the container’s own layer',
      kind: 'container',
      entries: own.map((entry) => ({ ...entry, isVisible: entry.kind !== 'whiteout' })),
    },
    ...imageLayers.map(({ text, kind, paths }) => ({
      text,
      kind,
      entries: paths.map((path) => ({ path, kind: 'file' as const, isVisible: !covered.has(path) })),
    })),
  ];
}

/** The paths that a process in the container sees, sorted. */
export function visiblePaths(layers: StackLayer[]): string[] {
  return layers
    .flatMap(({ entries }) => entries.filter(({ isVisible }) => isVisible).map(({ path }) => path))
    .sort();
}
