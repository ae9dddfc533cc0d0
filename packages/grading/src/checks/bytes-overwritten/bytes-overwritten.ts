import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';

export const bytesOverwritten: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'bytes-overwritten',
    title: 'File written in two layers',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['image'],
    also: ['dive'],
    detects:
      'A path that is written in one layer and written again in a later one. The image contains both copies, but a container sees only the last.',
    why: 'Layers are only ever added. Writing a file again does not remove the bytes of the first copy, so everyone who pulls the image downloads both.',
    fix: 'Write each file once: install everything in one step, copy only the final version, and do not upgrade packages that an earlier step installed.',
    bad: 'RUN pip install --no-cache-dir numpy==1.26.4\nRUN pip install --no-cache-dir numpy==2.3.5',
    good: 'RUN pip install --no-cache-dir numpy==2.3.5',
  },
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'overwritten', {
      none: 'No layer overwrites files of an earlier one, except for small state files.',
      some: (size, paths) => `${size} are in the image twice, because a later layer overwrites ${paths}.`,
      next: 'Write these files in only one step.',
    }),
};
