import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import * as z from 'zod/mini';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { texts } from '../../check/options.ts';
import { listed } from '../../verdict/wording.ts';

const moving = ['DS-0001', 'CKV_DOCKER_7', 'DKL-DI-0006'];
const also = {
  untagged: ['DL3006', ...moving, 'kics:image-version-not-explicit'],
  latest: ['DL3007', ...moving, 'kics:image-version-using-latest'],
};

const optionsSchema = z.strictObject({
  mustName: z._default(texts.check(z.describe('Parts that the tag must contain.')), []),
});

export const baseTag: Check<z.infer<typeof optionsSchema>> = {
  meta: {
    id: 'base-tag',
    title: 'Base image without a version tag',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects: 'A FROM that names an image without a tag, or with the tag latest, and without a digest.',
    why: 'Such a name refers to a different image next month. The same Dockerfile then builds with a different version of Python or Debian, and nothing in the repository shows it.',
    fix: 'Name the version and the variant, such as python:3.11-slim-bookworm. A digest (@sha256:…) pins the exact bytes.',
    bad: 'FROM python',
    good: 'FROM python:3.11-slim-bookworm',
  },
  findings,
  options: optionsSchema,
  measure: ({ dockerfile, options: { mustName } }) => {
    // Evaluated again, because a comment that silences the finding in the editor earns no points.
    const [first] = [...findings({ dockerfile, context: undefined }), ...missingParts(dockerfile, mustName)];
    if (first === undefined)
      return { status: 'pass', message: 'Every base image has a tag that names a version.' };
    return { status: 'fail', line: first.line, endLine: first.endLine, message: first.message };
  },
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return dockerfile.stages.flatMap((stage) => {
    const { resolved, written } = stage.base;
    const reference = resolved ?? withKnownName(written) ?? withoutTail(written);
    if (
      stage.parent !== undefined ||
      reference === undefined ||
      reference === '' ||
      reference === 'scratch' ||
      reference.includes('@')
    )
      return [];
    const tag = tagOf(reference);
    if (tag !== undefined && tag !== 'latest') return [];
    const problem =
      tag === undefined
        ? `${reference} has no tag, which means latest`
        : `${reference} is whatever image was pushed last`;
    return [
      {
        ...rangeInArgs(stage.from, 0, written.length),
        also: tag === undefined ? also.untagged : also.latest,
        message: `${problem}. Add a version tag, such as 3.11-slim-bookworm for python.`,
      },
    ];
  });
}

/**
 * Base images whose tag lacks a part that the exercise requires.
 *
 * @param mustName parts of a tag, such as `bookworm`, all of which are required unless there is a digest
 */
function missingParts({ stages }: Dockerfile, mustName: readonly string[]): StaticFinding[] {
  return stages.flatMap((stage) => {
    const { resolved, written } = stage.base;
    if (
      stage.parent !== undefined ||
      resolved === undefined ||
      resolved === 'scratch' ||
      resolved.includes('@')
    )
      return [];
    const parts = (tagOf(resolved) ?? '').split('-');
    const missing = mustName.filter((part) => !parts.includes(part));
    return missing.length === 0
      ? []
      : [
          {
            ...rangeInArgs(stage.from, 0, written.length),
            message: `${resolved} has a tag without ${listed(missing)}, so the next build may use a different version.`,
          },
        ];
  });
}

/**
 * A reference with a variable of unknown value can be judged if the variable is only the registry, as in
 * `$REGISTRY/python`.
 */
function withKnownName(written: string): string | undefined {
  const slash = written.lastIndexOf('/');
  return slash < 0 || written.slice(slash).includes('$') || /[{}"']/u.test(written.slice(slash))
    ? undefined
    : written;
}

/** A name followed by a variable without a value, such as `python$TAG`, of which only the name remains. */
function withoutTail(written: string): string | undefined {
  return /^((?:[\w.-]+\/)*[\w.-]*\w)(?:\$\w+|\$\{\w+\})$/u.exec(written)?.[1];
}

/** A colon before the last slash belongs to the port of a registry. */
function tagOf(reference: string): string | undefined {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 ? undefined : name.slice(colon + 1);
}
