import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const baseDigest: Check = {
  meta: {
    id: 'base-digest',
    title: 'Base image not pinned by digest',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static'],
    also: [],
    detects: 'A FROM that names an image without a digest (@sha256:…).',
    why: 'A tag can be moved. Official images are rebuilt under the same tag, with the security fixes since the last build, which is often what you want. Use a digest for builds that must start from the same bytes, or that must not rely on the registry.',
    fix: 'Add the digest after the tag; docker buildx imagetools inspect <image> prints it. Have a bot update it, otherwise the image misses security fixes.',
    bad: 'FROM python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm@sha256:…',
  },
  findings,
};

/** Reports each base image once, where it is named first, because stages often share one. */
function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const reported = new Set<string>();
  return dockerfile.stages.flatMap((stage) => {
    const { resolved, written } = stage.base;
    // The digest may be in a variable that is known only during the build.
    if (
      stage.parent !== undefined ||
      resolved === undefined ||
      resolved === '' ||
      resolved === 'scratch' ||
      /@sha(?:256|512):/u.test(resolved) ||
      reported.has(resolved)
    )
      return [];
    reported.add(resolved);
    return [
      {
        ...rangeInArgs(stage.from, 0, written.length),
        message: `${truncate(resolved, 80)} can become a different image under the same name. If each build must start from the same bytes, add the digest: @sha256:….`,
      },
    ];
  });
}
