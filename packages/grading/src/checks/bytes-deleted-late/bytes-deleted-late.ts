import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';
import { lateRemovals } from './late-removal.ts';

export const bytesDeletedLate: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'bytes-deleted-late',
    title: 'Files are deleted in a later layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['dive'],
    detects:
      'Files that one layer ships and a later one removes. The removal is only a mark; the bytes stay in the image.',
    why: 'A layer cannot shrink the one below it. Deleting in a later RUN hides the files from the container while every pull still downloads them.',
    fix: 'Delete in the RUN that made the files, or build in a stage of its own and copy only the result.',
    bad: 'COPY data.csv /srv/\nRUN python prepare.py && rm /srv/data.csv',
    good: 'RUN --mount=type=bind,source=data.csv,target=/srv/data.csv python prepare.py',
  },
  findings: lateRemovals,
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'deleted', {
      none: 'Nothing of weight is deleted in a later layer than the one that shipped it.',
      some: (size, paths) => `${size} are deleted only after the layer that ships them: ${paths}.`,
      next: 'Delete them in the RUN that makes them, or leave them behind in a build stage.',
    }),
};
