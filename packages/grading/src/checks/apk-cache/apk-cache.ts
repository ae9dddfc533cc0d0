import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertAfter } from '@dfm/dockerfile/shell/insert-words';
import { packageCommand } from '@dfm/dockerfile/shell/package-command';
import { removes } from '@dfm/dockerfile/shell/removed-paths';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

const cache = '/var/cache/apk';

export const apkCache: Check = {
  meta: {
    id: 'apk-cache',
    title: 'apk package index left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static', 'image'],
    also: ['DL3019', 'DS-0025', 'DKL-DI-0004', 'kics:apk-add-using-local-cache-path'],
    detects: 'An apk add without --no-cache, which leaves the package index in /var/cache/apk.',
    why: 'apk keeps the index that it downloads. The index is only needed to find packages during the build, and a later RUN can hide it but cannot remove it from the layer.',
    fix: 'Add --no-cache. apk then downloads a new index and does not keep it. You no longer need apk update or --update.',
    bad: 'FROM alpine:3.20\nRUN apk add git',
    good: 'FROM alpine:3.20\nRUN apk add --no-cache git',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(
      input,
      (path) => /^(?:var\/cache|etc\/apk\/cache|lib\/apk\/cache)\/.*(?:APKINDEX|\.apk$)/u.test(path),
      {
        none: 'No layer contains an apk index or downloaded apk packages.',
        some: (size) =>
          `The layers contain ${size} of apk indexes and downloaded packages, which are not needed at run time.`,
      },
    ),
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    if (unlayeredMounts(instruction).some((target) => isInside(cache, target) || target === '/etc/apk/cache'))
      return [];
    const removed = commands.findLastIndex((command) => removes(command, cache));
    return commands.flatMap((command, at) => {
      const call = packageCommand(command);
      if (
        call?.family !== 'apk' ||
        call.verb !== 'add' ||
        call.options.includes('--no-cache') ||
        at < removed
      )
        return [];
      return [
        {
          ...rangeOfSpan(command.span),
          message: 'The package index that this command downloads stays in the layer. Add --no-cache.',
          fix: insertAfter(command, call.verbAt, ' --no-cache', 'Add --no-cache', dockerfile),
        },
      ];
    });
  });
}
