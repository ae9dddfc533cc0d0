/** Ways to hand over a piece of work to a different machine, from least to most. */
export const handovers = [
  { key: 'code', name: 'Code only' },
  { key: 'requirements', name: 'plus a list of packages' },
  { key: 'lock', name: 'plus a lock file' },
  { key: 'image', name: 'as an image' },
] as const;
type Handover = (typeof handovers)[number]['key'];

/**
 * `fixed`: the same wherever it runs. `partly`: see the remark. `machine`: depends on the machine that runs
 * it.
 */
export type Fixed = 'fixed' | 'partly' | 'machine';

export interface HandoverRow {
  /** What the result depends on. */
  what: string;
  fixed: Fixed;
  remark?: string;
}

type Cell = Fixed | [Fixed, remark: string];

const table: [what: string, cells: Record<Handover, Cell>][] = [
  ['Your code', { code: 'fixed', requirements: 'fixed', lock: 'fixed', image: 'fixed' }],
  [
    'Python packages',
    {
      code: 'machine',
      requirements: ['partly', 'The names. The versions are the newest on that day.'],
      lock: ['fixed', 'Down to the file, if the lock file has hashes.'],
      image: 'fixed',
    },
  ],
  [
    'Python itself',
    {
      code: 'machine',
      requirements: 'machine',
      lock: ['machine', 'A lock file can reject a wrong version. It doesn’t install one.'],
      image: 'fixed',
    },
  ],
  [
    'Shared libraries: C library, OpenMP, …',
    {
      code: 'machine',
      requirements: 'machine',
      lock: ['partly', 'Those in wheels. The rest comes from the machine.'],
      image: ['fixed', 'Except those of the GPU driver.'],
    },
  ],
  [
    'Programs you call: git, ffmpeg, …',
    { code: 'machine', requirements: 'machine', lock: 'machine', image: 'fixed' },
  ],
  [
    'Working directory and paths',
    {
      code: 'machine',
      requirements: 'machine',
      lock: 'machine',
      image: ['partly', 'Those in the image. Anything mounted comes from the machine.'],
    },
  ],
  [
    'Environment variables',
    {
      code: 'machine',
      requirements: 'machine',
      lock: 'machine',
      image: ['partly', 'Defaults. Anyone who starts the container can change them and add more.'],
    },
  ],
  [
    'Data, services, time of day',
    {
      code: 'machine',
      requirements: 'machine',
      lock: 'machine',
      image: ['machine', 'Unless you copy the data in.'],
    },
  ],
  [
    'Number and type of processors',
    {
      code: 'machine',
      requirements: 'machine',
      lock: 'machine',
      image: ['machine', 'The image only says which architecture it is for.'],
    },
  ],
  ['Kernel', { code: 'machine', requirements: 'machine', lock: 'machine', image: 'machine' }],
  ['GPU and its driver', { code: 'machine', requirements: 'machine', lock: 'machine', image: 'machine' }],
];

/** What a result depends on, and whether a handover pins it. The order is the same for every handover. */
export function handoverRows(handover: Handover): HandoverRow[] {
  return table.map(([what, cells]) => {
    const cell = cells[handover];
    return typeof cell === 'string' ? { what, fixed: cell } : { what, fixed: cell[0], remark: cell[1] };
  });
}

/** How many rows a handover pins, completely and partly. */
export function fixedCount(rows: HandoverRow[]): { fixed: number; partly: number; of: number } {
  const count = (state: Fixed) => rows.filter((row) => row.fixed === state).length;
  return { fixed: count('fixed'), partly: count('partly'), of: rows.length };
}
