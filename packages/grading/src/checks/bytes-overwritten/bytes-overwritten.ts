import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';

export const bytesOverwritten: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'bytes-overwritten',
    title: 'A file is written in two layers',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['image'],
    also: ['dive'],
    detects:
      'A path that one layer ships and a later layer writes again. The image carries both copies; a container sees only the last.',
    why: 'Layers are only ever added. Writing a file again does not take back the bytes of the first copy: everyone who pulls the image downloads both.',
    fix: 'Write each file once: install everything in one step, copy the final version only, and do not upgrade in a later step what an earlier one installed.',
    bad: 'RUN pip install --no-cache-dir numpy==1.26.4\nRUN pip install --no-cache-dir numpy==2.3.5',
    good: 'RUN pip install --no-cache-dir numpy==2.3.5',
  },
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'overwritten', {
      none: 'No layer writes again what an earlier one shipped, beyond small state files.',
      some: (size, paths) => `${size} are shipped twice: a later layer writes ${paths} again.`,
      next: 'Write these files in one step only, or leave the second write out.',
    }),
};
