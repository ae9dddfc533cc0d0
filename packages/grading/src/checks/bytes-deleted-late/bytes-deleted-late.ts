import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';
import { lateRemovals } from './late-removal.ts';

export const bytesDeletedLate: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'bytes-deleted-late',
    title: 'Files deleted in a later layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['dive'],
    detects:
      'Files that are added in one layer and deleted in a later one. The later layer only marks them as deleted, and the bytes stay in the image.',
    why: 'A layer cannot make the layers below it smaller. Deleting files in a later RUN hides them from the container, but every pull still downloads them.',
    fix: 'Delete the files in the RUN that creates them, or build in a separate stage and copy only the result.',
    bad: 'COPY data.csv /srv/\nRUN python prepare.py && rm /srv/data.csv',
    good: 'RUN --mount=type=bind,source=data.csv,target=/srv/data.csv python prepare.py',
  },
  findings: lateRemovals,
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'deleted', {
      none: 'No significant files are deleted in a later layer than the one that added them.',
      some: (size, paths) => `${size} are deleted in a later layer than the one that added them: ${paths}.`,
      next: 'Delete them in the RUN that creates them, or leave them in a build stage.',
    }),
};
