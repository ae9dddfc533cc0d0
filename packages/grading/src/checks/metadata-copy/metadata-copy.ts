import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';
import { lateOwnership } from './late-ownership.ts';

export const metadataCopy: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'metadata-copy',
    title: 'Files duplicated by chown or chmod',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'Files that a layer contains again with the same bytes and only a different owner or mode, as chown -R and chmod -R in a separate RUN cause.',
    why: 'A layer stores complete files. Changing the owner of a file from an earlier layer adds a second copy of the file to the new layer.',
    fix: 'Set the owner and mode where the files are added: with COPY --chown= and COPY --chmod=, or with chown in the RUN that creates them.',
    bad: 'COPY model/ /srv/model/\nRUN chown -R app:app /srv',
    good: 'COPY --chown=app:app model/ /srv/model/',
  },
  findings: lateOwnership,
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'metadata-copy', {
      none: 'No layer repeats files only to change their owner or mode.',
      some: (size, paths) =>
        `${size} are in the image twice only because their owner or mode was changed: ${paths}.`,
      next: 'Use COPY --chown= or --chmod= and remove the later chown or chmod.',
    }),
};
