import type { FindingCase } from './finding-case.ts';

const aptGet = { trivy: 'looks for apt-get dist-upgrade with something between the two words' };
const otherWord = { hadolint: 'has this rule for zypper alone', trivy: 'has this rule for apt-get dist-upgrade alone' };
const hadolint = otherWord.hadolint;
const trivy = otherWord.trivy;
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({ name, dockerfile: `FROM base:1\n${run}`, lines: [], differs });
const fires = (name: string, run: string, differs?: FindingCase['differs'], line = 2): FindingCase => ({ name, dockerfile: `FROM base:1\n${run}`, lines: [line], differs });

export const cases: FindingCase[] = [
  fires('apt-get', 'RUN apt-get update && apt-get dist-upgrade', { hadolint }),
  fires('apt-get, agreed', 'RUN apt-get update && apt-get dist-upgrade -y', { hadolint }),
  fires('an option in front', 'RUN apt-get -y dist-upgrade', { hadolint }),
  fires('alone', 'RUN apt-get dist-upgrade', { hadolint, ...aptGet }),
  fires('apt full-upgrade', 'RUN apt full-upgrade -y', otherWord),
  fires('aptitude', 'RUN aptitude -y full-upgrade', otherWord),
  fires('zypper dist-upgrade', 'RUN zypper dist-upgrade', { trivy }),
  fires('zypper dup', 'RUN zypper dup', { trivy }),
  fires('zypper -n dup', 'RUN zypper --non-interactive dup', { trivy }),
  fires('dnf', 'RUN dnf -y distro-sync', otherWord),
  fires('over lines', 'RUN apt-get update \\\n # all\n && apt-get -y dist-upgrade', { hadolint }, 4),
  fires('heredoc', 'RUN <<EOF\napt-get -y dist-upgrade\nEOF', { hadolint,  }, 3),
  fires('exec form', 'RUN ["apt-get", "-y", "dist-upgrade"]', { hadolint, trivy: 'does not read the exec form' }),
  fires('behind sudo', 'RUN sudo apt-get -y dist-upgrade', { hadolint }),
  fires('ONBUILD', 'ONBUILD RUN zypper dup', { trivy }),
  fires('in a build stage', 'RUN zypper dup\nFROM base:1', { trivy }),
  silent('apt-get upgrade stays in the release', 'RUN apt-get update && apt-get upgrade -y'),
  silent('apk upgrade', 'RUN apk upgrade --no-cache'),
  silent('yum update', 'RUN yum -y update'),
  silent('dnf upgrade', 'RUN dnf -y upgrade'),
  silent('zypper update', 'RUN zypper -n update'),
  silent('zypper up', 'RUN zypper -n up'),
  silent('an install', 'RUN apt-get install -y dist-upgrade-tools', { trivy: 'takes the name of a package for the verb' }),
  silent('only printed', 'RUN echo "apt-get -y dist-upgrade"', { trivy: 'reads the text of a string as a command' }),
  silent('a comment', 'RUN true \\\n # apt-get -y dist-upgrade\n && true'),
  silent('for another program', 'RUN dist-upgrade now'),
];
