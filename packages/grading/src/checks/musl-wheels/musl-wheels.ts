import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { builtMs, isOfUnknownCost } from '../../replay/step-identity.ts';
import { seconds } from '../../verdict/wording.ts';
import { onMusl } from './wheels.ts';

export const muslWheels: Check = {
  meta: {
    id: 'musl-wheels',
    title: 'Alpine has no wheel of this package',
    axis: 'build',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'trace'],
    also: [],
    detects:
      'pip or uv on an Alpine base installing a package that is published without a wheel for musl, the C library of Alpine: torch, tensorflow, onnxruntime, scikit-learn, xgboost, opencv-python and others.',
    why: 'Wheels for Linux are built for glibc, and Alpine has musl. pip then compiles the package from source, for minutes and with a compiler that has to be installed, or finds nothing to install at all.',
    fix: 'Take a Debian base such as python:3.11-slim-bookworm. With its wheels the image is as a rule not larger, and it builds in seconds.',
    bad: 'FROM python:3.11-alpine\nRUN pip install --no-cache-dir scikit-learn==1.5.2',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir scikit-learn==1.5.2',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  return pythonRequests(input).flatMap((request) => {
    // Wheels that were built for musl elsewhere are served by another index or lie in a folder.
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
        : 'pip compiles it from source, which takes minutes and a compiler';
    return [
      {
        ...rangeOfSpan(request.command.span),
        severity: worst.outcome === 'none' ? ('error' as const) : ('warning' as const),
        message: `${worst.name}${where} has no wheel for Alpine's C library: ${then}. Take a Debian base, such as python:3.11-slim-bookworm.`,
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
  // The step that a finding lies in is the last one that begins at or above it.
  const step = cold?.steps.filter(({ line }) => line !== undefined && line <= first.line).at(-1);
  const evidence =
    step === undefined || isOfUnknownCost(step)
      ? []
      : [{ label: `The step on line ${step.line}`, value: builtMs(step), unit: 'ms' as const }];
  return {
    status: 'fail',
    line: first.line,
    endLine: first.endLine,
    message: `${first.message.replace(/\.$/u, '')}${evidence.length === 0 ? '' : `; the step took ${seconds(builtMs(step!))}`}.`,
    evidence,
  };
}
