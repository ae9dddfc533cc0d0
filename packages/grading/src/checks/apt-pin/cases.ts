import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const loose = 'treats any word after the first apt-get install as a package, whichever command it belongs to';
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
    ...fires('only a name', 'RUN apt-get update && apt-get install -y git'),
    also: ['DL3008', 'kics:apt-get-install-pin-version-not-defined'],
  },
  fires('one of two', 'RUN apt-get install -y git curl=7.88.1-10'),
  fires(
    'over several lines',
    'RUN apt-get update \\\n # tools\n && apt-get install -y --no-install-recommends \\\n    git \\\n    curl=7.88.1-10',
    undefined,
    4,
  ),
  fires('from another release', 'RUN apt-get -t bookworm-backports install -y git', {
    kics: 'does not read options with a value before install',
  }),
  fires('an option with a value first', 'RUN apt-get -o Acquire::Retries=3 install -y git', {
    kics: 'does not read options with a value before install',
  }),
  fires('exec form', 'RUN ["apt-get", "install", "-y", "git"]'),
  fires('heredoc', 'RUN <<EOF\nset -e\napt-get install -y git\nEOF', { kics: 'does not read heredocs' }, 4),
  { ...fires('apt', 'RUN apt install -y git'), also: [] },
  fires('aptitude', 'RUN aptitude install -y git'),
  fires('after sudo', 'RUN sudo apt-get install -y git', beforeCommand),
  fires('in sh -c', 'RUN sh -c "apt-get install -y git"', beforeCommand),
  fires(
    'in a variable whose value is written above',
    'ARG TOOLS="git curl"\nRUN apt-get install -y $TOOLS',
    undefined,
    3,
  ),
  fires('in a variable that the step sets', 'RUN deps="git curl=7.88.1-10" && apt-get install -y $deps', {
    kics: 'ignores variables',
  }),
  fires(
    'in a variable over lines',
    "RUN deps=' \\\n  git \\\n  ' \\\n && apt-get install -y $deps",
    { kics: 'ignores variables' },
    5,
  ),
  fires('ONBUILD', 'ONBUILD RUN apt-get install -y git', { kics: 'does not read ONBUILD' }),
  fires('lower case, after a semicolon', 'run set -e; apt-get install -y git'),
  fires('in a build stage', 'RUN apt-get install -y git\nFROM debian:12', undefined),
  fires('in a condition', 'RUN if true; then apt-get install -y git; fi'),
  silent('a version', 'RUN apt-get install -y git=1:2.39.5-0+deb12u2'),
  silent('a version with a star', 'RUN apt-get install -y "git=1:2.39.*"'),
  silent('a version from a variable', 'ARG V=1\nRUN apt-get install -y "git=${V}"'),
  silent('a release', 'RUN apt-get install -y git/bookworm-backports', {
    kics: 'does not recognise the form name/release',
  }),
  silent('a file', 'RUN apt-get install -y ./tool.deb'),
  silent('a file by its name', 'RUN apt-get install -y tool.deb', {
    kics: 'treats a .deb file as a package name',
  }),
  silent('no packages, only repairs', 'RUN apt-get install -y -f'),
  silent('a shell variable', 'RUN for tool in $TOOLS; do apt-get install -y "$tool"; done', {
    hadolint: 'reports every variable, although its value may contain a version',
  }),
  silent('a list in a file', 'RUN apt-get install -y $(cat packages.txt)', {
    hadolint: 'reports every variable, although its value may contain a version',
    kics: loose,
  }),
  silent('a different verb', 'RUN apt-get update && apt-get upgrade -y && apt-get remove -y git'),
  silent('build dependencies, which take no version', 'RUN apt-get build-dep -y python3'),
  silent('only printed', 'RUN echo "apt-get install git"', { kics: loose }),
  silent('a comment', 'RUN true \\\n # apt-get install git\n && true'),
  silent('a different package manager', 'RUN apk add git'),
  silent(
    'a variable that holds versions',
    'ENV TOOLS="git=1:2.39.5 curl=7.88.1-10"\nRUN apt-get install -y $TOOLS',
    { hadolint: 'reports every variable, although its value may contain a version' },
  ),
  silent(
    'a variable that the step sets, with versions',
    "RUN deps='git=1:2.39.5 curl=7.88.1-10' && apt-get install -y $deps",
    { hadolint: 'reports every variable, although its value may contain a version' },
  ),
  silent('the pipe after it', 'RUN apt-get install -y git=1 | tee log', { kics: loose }),
];
