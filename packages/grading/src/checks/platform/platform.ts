import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { variableUses } from '@dfm/dockerfile/syntax/variable-uses';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const anyPlatform = 'kics:using-platform-flag-with-from-command';
const also = {
  constant: ['DL3029', 'FromPlatformFlagConstDisallowed', anyPlatform],
  target: ['DL3065', 'RedundantTargetPlatform', anyPlatform],
};

export const platform: Check = {
  meta: {
    id: 'platform',
    title: 'FROM is tied to one platform',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'A FROM --platform with a fixed value, or with $TARGETPLATFORM, which is the default.',
    why: 'A fixed platform wins over docker build --platform: on a machine of another kind every step is emulated, which is slow, and the image is of the wrong kind without a word.',
    fix: 'Leave --platform out and say it when building (docker build --platform linux/amd64). Where a stage shall run on the machine that builds, write --platform=$BUILDPLATFORM.',
    bad: 'FROM --platform=linux/amd64 python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm',
  },
  findings,
};

/** Architectures by the names that GOARCH does not use (containerd/platforms, normalizeArch). */
const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  i386: '386',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return dockerfile.stages.flatMap((stage) => {
    const { from } = stage;
    const value = from.flags.find((flag) => flag.name === 'platform')?.value;
    if (value === undefined || value === '') return [];
    if (/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/u.test(value)) {
      return [
        {
          ...rangeOf(from),
          also: also.target,
          severity: 'info' as const,
          message: 'The target platform is what FROM takes anyway. Leave --platform out.',
          fix: withoutPlatform(from),
        },
      ];
    }
    // A value that the build can change is no constant; one that the stage's name tells is meant.
    if (variableUses(value, dockerfile.escape).length > 0 || isNamed(stage, value)) return [];
    return [
      {
        ...rangeOf(from),
        also: also.constant,
        message: `This stage is always built for ${value}, whatever machine or --platform is asked for. Leave --platform out and give it to docker build, or say in the stage's name that it is meant.`,
      },
    ];
  });
}

/** `FROM --platform=linux/arm64 … AS build-arm64` */
function isNamed({ name }: Stage, value: string): boolean {
  return (
    name !== undefined &&
    value
      .toLowerCase()
      .split('/')
      .slice(0, 2)
      .some((part) => part !== '' && name.includes(architectures[part] ?? part))
  );
}

function withoutPlatform({ startLine, raw }: Instruction): QuickFix | undefined {
  const text = raw.replace(/[ \t]--platform=\S+/u, '');
  return text === raw || raw.includes('\n')
    ? undefined
    : { title: 'Leave --platform out', startLine, endLine: startLine, text };
}
