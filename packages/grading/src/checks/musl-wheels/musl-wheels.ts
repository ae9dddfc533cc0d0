import { formatDuration } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { builtMs, hasUnknownDuration } from '../../replay/step-identity.ts';
import { onMusl } from './wheels.ts';

export const muslWheels: Check = {
  meta: {
    id: 'musl-wheels',
    title: 'Package without a wheel for Alpine',
    axis: 'build',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'trace'],
    also: [],
    detects:
      'pip or uv on an Alpine base installs a package that has no wheel for musl, the C library of Alpine: torch, tensorflow, onnxruntime, scikit-learn, xgboost, opencv-python and others.',
    why: 'Most Linux wheels are built for glibc, but Alpine uses musl. pip then compiles the package from source, which takes minutes and needs a compiler, or finds nothing to install.',
    fix: 'Use a Debian base such as python:3.11-slim-bookworm. With wheels, the image is usually not larger, and it builds in seconds.',
    bad: 'FROM python:3.11-alpine\nRUN pip install --no-cache-dir scikit-learn==1.5.2',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir scikit-learn==1.5.2',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  return pythonRequests(input).flatMap((request) => {
    // Wheels that someone else built for musl are in a different index or in a folder.
    if (!isAlpine(request.base) || request.ownIndex) return [];
    const found = request.requirements.flatMap(({ name, direct, where }) =>
      direct || onMusl(name) === undefined ? [] : [{ name, where, outcome: onMusl(name)! }],
    );
    const worst = found.find(({ outcome }) => outcome === 'none') ?? found[0];
    if (worst === undefined) return [];
    const where = worst.where === undefined ? '' : ` (${worst.where})`;
    const then =
      worst.outcome === 'none'
        ? 'pip finds nothing to install'
        : 'pip compiles it from source, which takes minutes and needs a compiler';
    return [
      {
        ...rangeOfSpan(request.command.span),
        severity: worst.outcome === 'none' ? ('error' as const) : ('warning' as const),
        message: `${worst.name}${where} has no wheel for the C library of Alpine, so ${then}. Use a Debian base, such as python:3.11-slim-bookworm.`,
      },
    ];
  });
}

function isAlpine(base: string | undefined): boolean {
  return base !== undefined && /(?:^|\/)alpine(?:[:@]|$)|[:-]alpine/u.test(base);
}

function measure({ evidence: { cold }, findings: found }: MeasuredInput): Measured {
  const [first] = found;
  if (first === undefined)
    return { status: 'pass', message: 'No package without a wheel for musl is installed on Alpine.' };
  // A finding belongs to the last step that begins at or above its line.
  const step = cold?.steps.filter(({ line }) => line !== undefined && line <= first.line).at(-1);
  const evidence =
    step === undefined || hasUnknownDuration(step)
      ? []
      : [{ label: `The step on line ${step.line}`, value: builtMs(step), unit: 'ms' as const }];
  return {
    status: 'fail',
    line: first.line,
    endLine: first.endLine,
    message: `${first.message.replace(/\.$/u, '')}${evidence.length === 0 ? '' : `; the step took ${formatDuration(builtMs(step!))}`}.`,
    evidence,
  };
}
