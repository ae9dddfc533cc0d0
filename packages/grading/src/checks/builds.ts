import type { Check } from '../check.ts';
import { skipped } from '../score/measured.ts';
import { seconds } from '../score/wording.ts';

export const builds: Check = {
  meta: {
    id: 'builds',
    title: 'It builds',
    axis: 'build',
    topic: 'build',
    severity: 'error',
    defaultPoints: 10,
    needs: ['trace'],
    also: [],
    detects: 'Whether every step of the Dockerfile completes.',
    why: 'Everything else is measured on the image; without one there is nothing to measure.',
    fix: 'Read the last lines of the step that failed: they name the command and what it missed.',
    bad: 'COPY requirement.txt .',
    good: 'COPY requirements.txt .',
  },
  measure({ evidence: { cold } }) {
    if (cold === undefined) return skipped('Not measured: nothing was built.');
    const failed = cold.steps.find((step) => step.error !== undefined);
    if (failed !== undefined) return { status: 'fail', line: failed.line, message: `The build stops at ${failed.name}.`, next: 'Read the last lines of the log of that step.' };
    return { status: 'pass', message: `The image builds in ${seconds(cold.totalMs)}.`, evidence: [{ label: 'Cold build', value: cold.totalMs, unit: 'ms' }] };
  },
};
