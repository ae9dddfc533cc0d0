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
    detects: 'An apt-get install of packages without a version.',
    why: 'The same Dockerfile then installs whatever version the archive has on the day of the build. Within a stable release, a new version is usually a security fix, so this is only a suggestion. A pinned version has to be updated manually, because the archive removes it when the next one is published.',
    fix: 'If the version matters, write name=version; apt-cache policy <name> shows the version. To pin all packages at once, build from a dated snapshot of the archive.',
    bad: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends libgomp1=12.2.0-14+deb12u1',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return unpinnedInstalls(dockerfile, ['apt']).map(({ command, call, names }) => ({
    ...rangeOfSpan(command.span),
    also: call.manager === 'apt-get' ? also.aptGet : also.other,
    message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version, so each rebuild installs the one that the archive has that day. If the version matters, write ${names[0]}=<version>.`,
  }));
}
