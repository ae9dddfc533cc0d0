import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { canBeSecret, isHarmless, namesSecret } from '../../secrets/secret-names.ts';
import { listed } from '../../verdict/wording.ts';

export const secretArgEnv: Check = {
  meta: {
    id: 'secret-arg-env',
    title: 'Secret in ARG or ENV',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 10,
    needs: ['static', 'image'],
    also: ['DL3064', 'SecretsUsedInArgOrEnv', 'DS-0031', 'CIS-DI-0010'],
    detects:
      'An ARG or ENV whose name contains token, password, key or similar, in the Dockerfile and in the built image.',
    why: 'ENV is part of the image, and the values of ARG are part of its history: next to each RUN that could see them and, from Docker Engine 27 on, next to the ARG itself. Anyone who can pull the image can read both with docker inspect and docker history.',
    fix: 'During the build, use RUN --mount=type=secret. At run time, pass the value to the container instead of storing it in the image.',
    bad: 'ARG HF_TOKEN\nRUN HF_TOKEN=$HF_TOKEN python download.py',
    good: 'RUN --mount=type=secret,id=hf_token HF_TOKEN=$(cat /run/secrets/hf_token) python download.py',
  },
  findings,
  mayDisqualify: true,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const { escape } = dockerfile;
  return dockerfile.instructions.flatMap((written) => {
    const instruction = triggerOf(written, escape);
    if (!factsOf(instruction.keyword).setsVariables) return [];
    return assignmentsOf(instruction, escape).flatMap(({ name, value, offset }): StaticFinding[] => {
      const plain = value === undefined ? undefined : unquote(value, escape);
      if (!namesSecret(name) || (plain !== undefined && isHarmless(name, plain))) return [];
      const range = rangeInArgs(instruction, offset, offset + name.length);
      if (instruction.keyword === 'ENV' && (plain ?? '') === '') {
        return [
          {
            ...range,
            severity: 'warning',
            message: `The name ${truncate(name)} suggests a secret. The value is empty here, but anyone who fills it in puts the secret into the image. Remove the line and set the variable when you start the container.`,
          },
        ];
      }
      const where = instruction.keyword === 'ENV' ? 'part of the image' : 'kept in the build history';
      return [
        {
          ...range,
          message: `The name ${truncate(name)} suggests a secret, and ${instruction.keyword} values are ${where}. Use RUN --mount=type=secret, or set the variable when you start the container.`,
        },
      ];
    });
  });
}

function measure({ evidence: { image }, dockerfile }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const { env, history } = image.config;
  const inEnv = env.flatMap((entry) => suspicious(entry));
  const inHistory = history.flatMap(({ createdBy }) =>
    historyAssignments(createdBy).flatMap((entry) => suspicious(entry)),
  );
  const fromEnv = inEnv.map(({ name }) => name);
  const names = [...new Set([...inEnv, ...inHistory].map(({ name }) => name))];
  const declared = new Set(declaredNames(dockerfile));
  const kept = [...inEnv, ...inHistory].find(({ name, value }) => declared.has(name) && canBeSecret(value));
  const evidence = names.slice(0, 5).map((name) => ({
    label: fromEnv.includes(name) ? 'In the environment' : 'In the history',
    value: name,
    unit: 'text' as const,
  }));
  if (names.length > 0)
    return {
      status: 'fail',
      message: `The image contains ${listed(names.map(truncate))}. Anyone who pulls the image can read ${names.length === 1 ? 'its value' : 'their values'}.`,
      evidence,
      disqualifies: kept !== undefined,
    };
  // Evaluated again, because a comment that silences the finding in the editor earns no points.
  const hint = findings({ dockerfile, context: undefined }).find(({ severity }) => severity === undefined);
  if (hint === undefined)
    return {
      status: 'pass',
      message: 'Neither the environment nor the history of the image contains the name of a secret.',
    };
  return {
    status: 'warn',
    line: hint.line,
    endLine: hint.endLine,
    message:
      'A build stage uses ARG or ENV for a secret. The secret is not in the final image, but in the build cache and the build records.',
  };
}

/** Variables that the submission itself sets. The learner is not responsible for those of the base. */
function declaredNames({ instructions, escape }: Dockerfile): string[] {
  return instructions.flatMap((instruction) =>
    factsOf(instruction.keyword).setsVariables
      ? assignmentsOf(instruction, escape).map(({ name }) => name)
      : [],
  );
}

/** Returns `NAME=value` if both look like a secret. */
function suspicious(entry: string): { name: string; value: string }[] {
  const equals = entry.indexOf('=');
  const name = equals < 0 ? entry : entry.slice(0, equals);
  const value = equals < 0 ? undefined : entry.slice(equals + 1);
  return namesSecret(name) && value !== '' && !isHarmless(name, value ?? '')
    ? [{ name, value: value ?? '' }]
    : [];
}

/**
 * Build arguments as BuildKit records them: `ARG NAME[=value]`, and `RUN |2 A=x B=y /bin/sh -c …` for each
 * RUN that could see them.
 */
function historyAssignments(createdBy: string): string[] {
  const arg = /^(?:\/bin\/sh -c #\(nop\)\s+)?ARG\s+(.*)$/su.exec(createdBy);
  if (arg !== null) return arg[1]!.trim().split(/\s+/u);
  const run = /^(?:RUN )?\|(\d+) (.*)$/su.exec(createdBy);
  return run === null
    ? []
    : run[2]!
        .split(' ', 1000)
        .filter((word) => /^\w+=/u.test(word))
        .slice(0, Number(run[1]));
}
