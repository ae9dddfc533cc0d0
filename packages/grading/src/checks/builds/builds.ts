import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { skipped } from '../../check/skipped.ts';
import { seconds } from '../../verdict/wording.ts';

const also = { trigger: ['DL3043'], order: ['DL3061'], other: [] };
/** What ONBUILD must not hold. */
const noTrigger = new Set(['FROM', 'MAINTAINER', 'ONBUILD']);

export const builds: Check = {
  meta: {
    id: 'builds',
    title: 'It builds',
    axis: 'build',
    topic: 'build',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'trace'],
    also: allRules(also),
    detects:
      'What the builder refuses before it begins, such as a misspelt instruction or one above FROM, and whether every step of the Dockerfile completes.',
    why: 'Everything else is measured on the image; without one there is nothing to measure.',
    fix: 'Read the last lines of the step that failed: they name the command and what it missed.',
    bad: 'COPPY requirements.txt .',
    good: 'COPY requirements.txt .',
  },
  findings,
  measure({ evidence: { cold } }) {
    if (cold === undefined) return skipped('Not measured: nothing was built.');
    const failed = cold.steps.find((step) => step.error !== undefined);
    if (failed !== undefined)
      return {
        status: 'fail',
        line: failed.line,
        message: `The build stops at ${failed.name}.`,
        next: 'Read the last lines of the log of that step.',
      };
    return {
      status: 'pass',
      message: `The image builds in ${seconds(cold.totalMs)}.`,
      evidence: [{ label: 'Cold build', value: cold.totalMs, unit: 'ms' }],
    };
  },
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const problems = dockerfile.problems.filter(({ copySource }) => copySource === undefined);
  if (problems.length === 0) return [];
  const { instructions, escape } = dockerfile;
  const onBuild = instructions.filter(({ keyword }) => keyword === 'ONBUILD');
  const misplaced = new Set(
    onBuild.filter((it) => noTrigger.has(triggerOf(it, escape).keyword)).map(({ startLine }) => startLine),
  );
  return problems.map(({ line, endLine, message, aboveFrom }) => ({
    ...rangeOfLine(dockerfile, line, endLine),
    also: aboveFrom ? also.order : misplaced.has(line) ? also.trigger : also.other,
    message,
  }));
}
