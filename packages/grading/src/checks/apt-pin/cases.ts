import type { FindingCase } from '../../check/finding-case.ts';

const behindPath = { hadolint: 'does not see a command behind sudo, env, sh -c or a path' };
const loose = 'takes any word behind the first apt-get install for a package, whatever command it belongs to';
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
    ...fires('a name alone', 'RUN apt-get update && apt-get install -y git'),
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
    kics: 'does not read options with a value in front of install',
  }),
  fires('an option with a value in front', 'RUN apt-get -o Acquire::Retries=3 install -y git', {
    kics: 'does not read options with a value in front of install',
  }),
  fires('exec form', 'RUN ["apt-get", "install", "-y", "git"]'),
  fires('heredoc', 'RUN <<EOF\nset -e\napt-get install -y git\nEOF', { kics: 'does not read heredocs' }, 4),
  { ...fires('apt', 'RUN apt install -y git'), also: [] },
  fires('aptitude', 'RUN aptitude install -y git'),
  fires('behind sudo', 'RUN sudo apt-get install -y git', behindPath),
  fires('in sh -c', 'RUN sh -c "apt-get install -y git"', behindPath),
  fires(
    'in a variable whose value is written above',
    'ARG TOOLS="git curl"\nRUN apt-get install -y $TOOLS',
    undefined,
    3,
  ),
  fires('in a variable that the step sets', 'RUN deps="git curl=7.88.1-10" && apt-get install -y $deps', {
    kics: 'does not look at variables',
  }),
  fires(
    'in a variable over lines',
    "RUN deps=' \\\n  git \\\n  ' \\\n && apt-get install -y $deps",
    { kics: 'does not look at variables' },
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
    kics: 'does not know the form name/release',
  }),
  silent('a file', 'RUN apt-get install -y ./tool.deb'),
  silent('a file by its name', 'RUN apt-get install -y tool.deb', {
    kics: 'takes a .deb file for a package',
  }),
  silent('no packages: only repairs', 'RUN apt-get install -y -f'),
  silent('a variable of the shell', 'RUN for tool in $TOOLS; do apt-get install -y "$tool"; done', {
    hadolint: 'fires on every variable, although its value may hold a version',
  }),
  silent('a list in a file', 'RUN apt-get install -y $(cat packages.txt)', {
    hadolint: 'fires on every variable, although its value may hold a version',
    kics: loose,
  }),
  silent('another verb', 'RUN apt-get update && apt-get upgrade -y && apt-get remove -y git'),
  silent('build dependencies, which take no version', 'RUN apt-get build-dep -y python3'),
  silent('only printed', 'RUN echo "apt-get install git"', { kics: loose }),
  silent('a comment', 'RUN true \\\n # apt-get install git\n && true'),
  silent('another manager', 'RUN apk add git'),
  silent(
    'a variable that holds versions',
    'ENV TOOLS="git=1:2.39.5 curl=7.88.1-10"\nRUN apt-get install -y $TOOLS',
    { hadolint: 'fires on every variable, although its value may hold a version' },
  ),
  silent(
    'a variable that the step sets, with versions',
    "RUN deps='git=1:2.39.5 curl=7.88.1-10' && apt-get install -y $deps",
    { hadolint: 'fires on every variable, although its value may hold a version' },
  ),
  silent('the pipe behind it', 'RUN apt-get install -y git=1 | tee log', { kics: loose }),
];
