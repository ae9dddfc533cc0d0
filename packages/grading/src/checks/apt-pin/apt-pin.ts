import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { unpinnedInstalls } from '@dfm/dockerfile/shell/unpinned-packages';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { listed } from '../../verdict/wording.ts';

const also = { aptGet: ['DL3008', 'kics:apt-get-install-pin-version-not-defined'], other: [] };

export const aptPin: Check = {
  meta: {
    id: 'apt-pin',
    title: 'apt packages without a version',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects: 'apt-get install of packages by their name alone.',
    why: 'The same Dockerfile then installs whatever version the archive has on the day of the build. Within a stable release that is mostly a security fix, which is why this is only a suggestion: a pinned version has to be raised by hand, because the archive drops it when the next one comes.',
    fix: 'Where the version matters, write name=version; apt-cache policy name shows it. To fix all of them at once, build from a dated snapshot of the archive.',
    bad: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1=12.2.0-14+deb12u1',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return unpinnedInstalls(dockerfile, ['apt']).map(({ command, call, names }) => ({
    ...rangeOfSpan(command.span),
    also: call.manager === 'apt-get' ? also.aptGet : also.other,
    message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version, so each rebuild takes the one the archive has that day. Where it matters, write ${names[0]}=<version>.`,
  }));
}
