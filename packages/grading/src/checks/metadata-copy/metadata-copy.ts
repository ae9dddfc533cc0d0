import type * as z from 'zod/mini';
import type { Check } from '../../check/check.ts';
import { wasteOptions, wasteVerdict } from '../../measures/waste-verdict.ts';
import { lateOwnership } from './late-ownership.ts';

export const metadataCopy: Check<z.infer<typeof wasteOptions>> = {
  meta: {
    id: 'metadata-copy',
    title: 'A chown or chmod copies every byte',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'Files that a layer ships again with the same bytes and nothing but another owner or mode, as chown -R and chmod -R in a RUN of their own do.',
    why: 'A layer stores whole files. Changing the owner of a file from an earlier layer puts a second copy of it into the new one.',
    fix: 'Set owner and mode where the files arrive: COPY --chown= and COPY --chmod=, or chown in the RUN that makes them.',
    bad: 'COPY model/ /srv/model/\nRUN chown -R app:app /srv',
    good: 'COPY --chown=app:app model/ /srv/model/',
  },
  findings: lateOwnership,
  options: wasteOptions,
  measure: (input) =>
    wasteVerdict(input, 'metadata-copy', {
      none: 'No layer repeats files only to change their owner or mode.',
      some: (size, paths) => `${size} are shipped twice only to change owner or mode: ${paths}.`,
      next: 'Use COPY --chown= or --chmod= and drop the later chown or chmod.',
    }),
};
