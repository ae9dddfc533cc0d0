import { formatDuration } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { skipped } from '../../check/skipped.ts';

const also = { trigger: ['DL3043'], order: ['DL3061'], other: [] };

export const builds: Check = {
  meta: {
    id: 'builds',
    title: 'Image builds',
    axis: 'build',
    topic: 'build',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'trace'],
    also: allRules(also),
    detects:
      'Errors for which the builder rejects the Dockerfile, such as a misspelt instruction or an instruction above FROM, and steps that fail.',
    why: 'Everything else is measured on the image. Without an image, there is nothing to measure.',
    fix: 'Read the last lines in the log of the failed step. They show which command failed and why.',
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
        message: `The build fails at ${failed.name}.`,
        next: 'Read the last lines in the log of this step.',
      };
    return {
      status: 'pass',
      message: `The image builds in ${formatDuration(cold.totalMs)}.`,
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
    onBuild
      .filter((it) => factsOf(triggerOf(it, escape).keyword).notInOnbuild)
      .map(({ startLine }) => startLine),
  );
  return problems.map(({ line, endLine, message, aboveFrom }) => ({
    ...rangeOfLine(dockerfile, line, endLine),
    also: aboveFrom ? also.order : misplaced.has(line) ? also.trigger : also.other,
    message,
  }));
}
