import type { Check } from '../../check/check.ts';
import { judgeStarts } from '../../measures/further-starts.ts';

export const keepsData: Check = {
  meta: {
    id: 'keeps-data',
    title: 'Keeps its data in a volume',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'Whether the service still has its data after its container was stopped, removed and replaced by a new one with the same volume.',
    why: 'Every release replaces the container, and its writable layer is deleted with it. Only data in a volume survives.',
    fix: 'Write the data below the path at which the volume is mounted. Create that folder in the image, owned by the user that the service runs as. Finish writing before the process exits.',
    bad: 'USER 10001\nENV DATA_DIR=/tmp/data',
    good: 'RUN install --directory --owner=10001 /data\nUSER 10001\nENV DATA_DIR=/data',
  },
  measure: ({ evidence: { run }, run: plan }) =>
    judgeStarts(run, plan, {
      isMeant: ({ keeps }) => keeps !== undefined,
      passed: () => 'A new container with the same volume still had the data.',
      next: 'Start the image with a volume, store something, replace the container, and look into the volume. Check where the service writes, as which user, and when.',
    }),
};
