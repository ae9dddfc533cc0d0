import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const baseDigest: Check = {
  meta: {
    id: 'base-digest',
    title: 'The base image is not fixed by a digest',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 2,
    needs: ['static'],
    also: [],
    detects: 'A FROM that names an image without a digest, @sha256 and its value.',
    why: 'A tag can be moved: official images are pushed again under the same tag with each security fix. That is often what you want; a digest is for builds that must give the same bytes, or that must not trust the registry.',
    fix: 'Put the digest behind the tag: docker buildx imagetools inspect <image> prints it. Let a bot raise it, or the image misses security fixes.',
    bad: 'FROM python:3.11-slim-bookworm',
    good: 'FROM python:3.11-slim-bookworm@sha256:…',
  },
  findings,
};

/** Each base once, where it is named first: stages often share one. */
function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const told = new Set<string>();
  return dockerfile.stages.flatMap((stage) => {
    const { resolved, written } = stage.base;
    // The digest may be in a variable that is only known at the build.
    if (
      stage.parent !== undefined ||
      resolved === undefined ||
      resolved === '' ||
      resolved === 'scratch' ||
      /@sha(?:256|512):/u.test(resolved) ||
      told.has(resolved)
    )
      return [];
    told.add(resolved);
    return [
      {
        ...rangeInArgs(stage.from, 0, written.length),
        message: `${truncate(resolved, 80)} can become another image under the same name. Where each build must start from the same bytes, add its digest: @sha256:….`,
      },
    ];
  });
}
