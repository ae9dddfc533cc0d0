import type { FindingCase } from '../../check/finding-case.ts';

const added =
  'subtracts the installs of the entire file from its updates, so that an install in a later RUN compensates for this update';
const kicsFirst = 'reads the first word of a RUN, and searches for an install in a later one';
const noPacman = 'does not recognise pacman';
const script = 'ignores a program or script that may install packages itself';
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
  fires('apt-get', 'RUN apt-get update\nRUN apt-get install -y git', { checkov: added }),
  fires('with nothing after it', 'RUN apt-get update', { kics: kicsFirst }),
  fires('an option in front', 'RUN apt-get -qq update', { kics: kicsFirst }),
  fires('apt', 'RUN apt update\nCOPY . .', { kics: kicsFirst }),
  fires('installed before it', 'RUN apt-get install -y git && apt-get update', { checkov: added }),
  fires('with clean-up', 'RUN apt-get update && rm -rf /var/lib/apt/lists/*', { kics: kicsFirst }),
  fires('over lines', 'RUN true \\\n # lists\n && apt-get update', { kics: kicsFirst }, 4),
  fires('apk', 'RUN apk update\nRUN apk add git', { checkov: added }),
  fires('yum', 'RUN yum -y update', { kics: kicsFirst }),
  fires('dnf', 'RUN dnf -y update\nRUN dnf -y install git', { checkov: added }),
  fires('zypper', 'RUN zypper -n update', { kics: kicsFirst }),
  fires('zypper refresh', 'RUN zypper refresh\nRUN zypper -n install git', {
    checkov: 'does not recognise refresh, which downloads the lists of zypper',
    trivy: 'does not recognise refresh, which downloads the lists of zypper',
  }),
  fires('pacman', 'RUN pacman -Sy\nRUN pacman -S --noconfirm git', {
    checkov: noPacman,
    trivy: noPacman,
    kics: 'recognises pacman only with -Syu',
  }),
  fires('pacman with an upgrade', 'RUN pacman --noconfirm -Syu\nRUN pacman --noconfirm -S git', {
    checkov: noPacman,
    trivy: noPacman,
  }),
  fires('exec form', 'RUN ["apt-get", "update"]', {
    kics: kicsFirst,
    checkov: 'does not read the exec form',
  }),
  fires(
    'heredoc',
    'RUN <<EOF\napt-get update\nEOF\nRUN apt-get install -y git',
    { kics: kicsFirst, checkov: added },
    3,
  ),
  fires('after sudo', 'RUN sudo apt-get update', { kics: kicsFirst }),
  fires('before install, which copies', 'RUN apt-get update && install -d /opt/tool', {
    checkov: 'treats the program install as that of apt-get',
    kics: kicsFirst,
  }),
  fires('in a build stage', 'RUN apt-get update\nFROM base:1\nRUN apt-get update && apt-get install -y git', {
    kics: kicsFirst,
  }),
  fires('ONBUILD', 'ONBUILD RUN apt-get update', {
    kics: kicsFirst,
    checkov: 'does not read ONBUILD',
    trivy: 'does not read ONBUILD',
  }),
  silent('with the install', 'RUN apt-get update && apt-get install -y git'),
  silent('by semicolons', 'RUN set -e; apt-get update; apt-get install -y git'),
  silent(
    'over lines, with the install',
    'RUN apt-get update \\\n && apt-get install -y git \\\n && rm -rf /var/lib/apt/lists/*',
  ),
  silent(
    'heredoc, with the install',
    'RUN <<EOF\nset -e\napt-get update\napt-get install -y git\nEOF',
    undefined,
  ),
  silent('apk, with the install', 'RUN apk update && apk add git'),
  silent('with an upgrade', 'RUN apt-get update && apt-get upgrade -y'),
  silent('yum, with the install', 'RUN yum -y update && yum -y install git'),
  silent('zypper, with the install', 'RUN zypper refresh && zypper -n in git'),
  silent('one package is upgraded', 'RUN yum -y update openssl', {
    checkov: 'treats the upgrade of a named package as an update of the lists',
    trivy: 'treats the upgrade of a named package as an update of the lists',
  }),
  silent('a script may install', 'RUN apt-get update && ./install-tools', { trivy: script }),
  silent('a script for a shell', 'RUN apt-get update && curl -fsSL https://example.org/setup | bash -', {
    checkov: script,
    trivy: script,
  }),
  silent('pacman, with the install', 'RUN pacman -Sy --noconfirm git'),
  silent('pacman, with a separate install', 'RUN pacman -Syu --noconfirm && pacman -S --noconfirm git'),
  silent('pacman, only queried', 'RUN pacman -Q'),
  silent('xargs', 'RUN apt-get update && xargs apt-get install -y < packages.txt'),
  silent('a tool that installs', 'RUN apt-get update && playwright install-deps', { trivy: script }),
  silent('a program with that name', 'RUN apt-get update && install-php-extensions gd', { trivy: script }),
  silent('an install alone', 'RUN apt-get install -y git'),
  silent('an update of something else', 'RUN npm update', {
    checkov: 'treats the word update in any command as an update',
  }),
  silent('git', 'RUN git submodule update --init', {
    checkov: 'treats the word update in any command as an update',
  }),
  silent('only printed', 'RUN echo "apt-get update"', undefined),
  silent('apk add --update', 'RUN apk add --update git'),
];
