import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const option = 'recognises only one way to switch it off; apt.conf(5) has several';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM debian:12\n${run}`,
  lines: [],
  differs,
});
const fires = (name: string, run: string, differs?: FindingCase['differs'], line = 2): FindingCase => ({
  name,
  dockerfile: `FROM debian:12\n${run}`,
  lines: [line],
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires('without the option', 'RUN apt-get update && apt-get install -y git'),
    also: ['DL3015', 'DS-0029', 'kics:apt-get-not-avoiding-additional-packages'],
  },
  fires('the option first', 'RUN apt-get -y install git'),
  fires('over lines', 'RUN apt-get update \\\n && apt-get install -y \\\n    git', undefined, 3),
  fires(
    'the second of two',
    'RUN apt-get install -y --no-install-recommends git && apt-get install -y curl',
    { trivy: 'accepts one call with the option' },
  ),
  fires('the other option', 'RUN apt-get install -y --no-install-suggests git'),
  fires('switched on', 'RUN apt-get install -y -o APT::Install-Recommends=true git', undefined),
  fires('exec form', 'RUN ["apt-get", "install", "-y", "git"]'),
  fires('heredoc', 'RUN <<EOF\napt-get install -y git\nEOF', { kics: 'does not read heredocs' }, 3),
  { ...fires('apt', 'RUN apt install -y git'), also: [] },
  fires('after sudo', 'RUN sudo apt-get install -y git', beforeCommand),
  fires('ONBUILD', 'ONBUILD RUN apt-get install -y git', {
    trivy: 'does not read ONBUILD',
    kics: 'does not read ONBUILD',
  }),
  fires(
    'switched off for another call',
    'RUN apt-get install -y -o APT::Install-Recommends=false git\nRUN apt-get install -y curl',
    undefined,
    3,
  ),
  fires(
    'switched off in a stage that this one is not built FROM',
    'RUN echo \'APT::Install-Recommends "0";\' > /etc/apt/apt.conf.d/no\nFROM debian:12\nRUN apt-get install -y git',
    undefined,
    4,
  ),
  silent('with the option', 'RUN apt-get install -y --no-install-recommends git'),
  silent('the option before the verb', 'RUN apt-get --no-install-recommends -y install git'),
  silent('the option at the end', 'RUN apt-get install -y git --no-install-recommends'),
  silent('by -o', 'RUN apt-get install -o APT::Install-Recommends=false -y git', {
    kics: option,
    trivy: option,
  }),
  silent('by -o with a number', 'RUN apt-get install -o APT::Install-Recommends=0 -y git', {
    hadolint: option,
    trivy: option,
    kics: option,
  }),
  silent(
    'by the configuration',
    'RUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/no\nRUN apt-get install -y git',
    { hadolint: option, trivy: option, kics: option },
  ),
  silent(
    'by the configuration of the stage below',
    'RUN echo \'APT::Install-Recommends "0";\' > /etc/apt/apt.conf.d/no\nFROM base AS b\nFROM b',
    undefined,
  ),
  silent('aptitude has a separate option', 'RUN aptitude install -y --without-recommends git'),
  silent('other verbs', 'RUN apt-get update && apt-get upgrade -y && apt-get remove -y git'),
  silent('no package', 'RUN apt-get install -y -f', {
    hadolint: 'reports an install without packages',
    trivy: 'reports an install without packages',
    kics: 'reports an install without packages',
  }),
  silent('only printed', 'RUN echo "apt-get install git"', {
    trivy: 'treats the text of a string as a command',
    kics: 'treats the text of a string as a command',
  }),
  silent('a different package manager', 'RUN apk add git'),
  silent('a comment', 'RUN true \\\n # apt-get install git\n && true'),
];
