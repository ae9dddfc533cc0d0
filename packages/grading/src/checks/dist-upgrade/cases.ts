import type { FindingCase } from '../../check/finding-case.ts';

const aptGet = { trivy: 'searches for apt-get dist-upgrade with something between the two words' };
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [],
  differs,
});
const fires = (name: string, run: string, differs?: FindingCase['differs'], line = 2): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [line],
  differs,
});

export const cases: FindingCase[] = [
  { ...fires('apt-get', 'RUN apt-get update && apt-get dist-upgrade'), also: ['DS-0024', 'DKL-DI-0003'] },
  fires('apt-get, agreed', 'RUN apt-get update && apt-get dist-upgrade -y'),
  fires('an option in front', 'RUN apt-get -y dist-upgrade'),
  fires('alone', 'RUN apt-get dist-upgrade', aptGet),
  { ...fires('apt full-upgrade', 'RUN apt full-upgrade -y'), also: [] },
  fires('aptitude', 'RUN aptitude -y full-upgrade'),
  { ...fires('zypper dist-upgrade', 'RUN zypper dist-upgrade'), also: ['DL3035'] },
  fires('zypper dup', 'RUN zypper dup'),
  fires('zypper -n dup', 'RUN zypper --non-interactive dup'),
  fires('dnf', 'RUN dnf -y distro-sync'),
  fires('over lines', 'RUN apt-get update \\\n # all\n && apt-get -y dist-upgrade', undefined, 4),
  fires('heredoc', 'RUN <<EOF\napt-get -y dist-upgrade\nEOF', undefined, 3),
  fires('exec form', 'RUN ["apt-get", "-y", "dist-upgrade"]', { trivy: 'does not read the exec form' }),
  fires('after sudo', 'RUN sudo apt-get -y dist-upgrade'),
  fires('ONBUILD', 'ONBUILD RUN zypper dup'),
  fires('in a build stage', 'RUN zypper dup\nFROM base:1'),
  silent('apt-get upgrade stays in the release', 'RUN apt-get update && apt-get upgrade -y'),
  silent('apk upgrade', 'RUN apk upgrade --no-cache'),
  silent('yum update', 'RUN yum -y update'),
  silent('dnf upgrade', 'RUN dnf -y upgrade'),
  silent('zypper update', 'RUN zypper -n update'),
  silent('zypper up', 'RUN zypper -n up'),
  silent('an install', 'RUN apt-get install -y dist-upgrade-tools', {
    trivy: 'treats the name of a package as the verb',
  }),
  silent('only printed', 'RUN echo "apt-get -y dist-upgrade"', {
    trivy: 'treats the text of a string as a command',
  }),
  silent('a comment', 'RUN true \\\n # apt-get -y dist-upgrade\n && true'),
  silent('for another program', 'RUN dist-upgrade now'),
];
