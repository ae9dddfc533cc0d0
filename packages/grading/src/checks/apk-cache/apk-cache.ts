import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { insertBehind } from '@dfm/dockerfile/shell/insert-words';
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
    title: "apk's package index stays in a layer",
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static', 'image'],
    also: ['DL3019', 'DS-0025', 'DKL-DI-0004', 'kics:apk-add-using-local-cache-path'],
    detects: 'apk add without --no-cache, whose index of all packages is left in /var/cache/apk.',
    why: 'apk keeps the index it downloaded. It only serves to find packages during the build, and a later RUN can hide it but not take it out of the layer.',
    fix: 'Add --no-cache: apk then fetches a fresh index, uses it and keeps nothing. apk update and --update are not needed beside it.',
    bad: 'FROM alpine:3.20\nRUN apk add git',
    good: 'FROM alpine:3.20\nRUN apk add --no-cache git',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(
      input,
      (path) => /^(?:var\/cache|etc\/apk\/cache|lib\/apk\/cache)\/.*(?:APKINDEX|\.apk$)/u.test(path),
      {
        none: 'No layer carries an index or package of apk.',
        some: (size) =>
          `${size} of apk's index and packages are in the image's layers. They are of no use at run time.`,
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
          message: 'The package index that this downloads stays in the layer. Add --no-cache.',
          fix: insertBehind(command, call.verbAt, ' --no-cache', 'Add --no-cache', dockerfile),
        },
      ];
    });
  });
}
