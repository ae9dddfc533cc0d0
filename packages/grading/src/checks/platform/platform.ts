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
    title: 'FROM with a fixed platform',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'A FROM --platform with a fixed value, or with $TARGETPLATFORM, which is the default.',
    why: 'A fixed platform overrides docker build --platform. On a machine with a different architecture, every step is emulated, which is slow, and the image has the wrong architecture without any warning.',
    fix: 'Remove --platform and set it when you build (docker build --platform linux/amd64). For a stage that should run on the build machine, write --platform=$BUILDPLATFORM.',
    bad: 'FROM --platform=linux/amd64 python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm',
  },
  findings,
};

/** GOARCH names of architectures by their other names (containerd/platforms, normalizeArch). */
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
          message: 'FROM uses the target platform by default. Remove --platform.',
          fix: withoutPlatform(from),
        },
      ];
    }
    // A value that the build can change is not a constant. A value in the name of the stage is intentional.
    if (variableUses(value, dockerfile.escape).length > 0 || isNamed(stage, value)) return [];
    return [
      {
        ...rangeOf(from),
        also: also.constant,
        message: `This stage is always built for ${value}, regardless of the machine and of docker build --platform. Remove --platform and pass it to docker build. If it is intentional, put the platform into the name of the stage.`,
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
    : { title: 'Remove --platform', startLine, endLine: startLine, text };
}
