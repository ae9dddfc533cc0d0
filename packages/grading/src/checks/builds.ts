import type { Check, StaticFinding, StaticInput } from '../check.ts';
import { skipped } from '../score/measured.ts';
import { seconds } from '../score/wording.ts';
import { placeOfLine } from '../static/place.ts';

export const builds: Check = {
  meta: {
    id: 'builds',
    title: 'It builds',
    axis: 'build',
    topic: 'build',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'trace'],
    also: ['DL3043', 'DL3061'],
    detects: 'What the builder refuses before it begins, such as a misspelt instruction or one above FROM, and whether every step of the Dockerfile completes.',
    why: 'Everything else is measured on the image; without one there is nothing to measure.',
    fix: 'Read the last lines of the step that failed: they name the command and what it missed.',
    bad: 'COPPY requirements.txt .',
    good: 'COPY requirements.txt .',
  },
  findings,
  measure({ evidence: { cold } }) {
    if (cold === undefined) return skipped('Not measured: nothing was built.');
    const failed = cold.steps.find((step) => step.error !== undefined);
    if (failed !== undefined) return { status: 'fail', line: failed.line, message: `The build stops at ${failed.name}.`, next: 'Read the last lines of the log of that step.' };
    return { status: 'pass', message: `The image builds in ${seconds(cold.totalMs)}.`, evidence: [{ label: 'Cold build', value: cold.totalMs, unit: 'ms' }] };
  },
};

function findings({ dockerfile }: StaticInput): StaticFinding[] {
  return dockerfile.problems.filter((problem) => !problem.copySource).map(({ line, endLine, message }) => ({ ...placeOfLine(dockerfile, line, endLine), message }));
}
