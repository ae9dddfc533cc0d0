import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const rpmFile = { hadolint: 'also requires a dash in the name of a file, although a file is one version' };
const kicsWords =
  'treats any word after the first install as a package, whichever command or option it belongs to';
const ranges = 'accepts a range of versions';
const rangesDiffer = { hadolint: ranges, kics: ranges };
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
  {
    ...fires('apk', 'RUN apk add --no-cache git'),
    also: ['DL3018', 'kics:unpinned-package-version-in-apk-add'],
  },
  fires('apk, option first', 'RUN apk --no-cache add git'),
  fires('apk, one of two', 'RUN apk add --no-cache git~2.45 curl'),
  fires('apk, under a virtual name', 'RUN apk add --no-cache --virtual .build-deps gcc'),
  fires('apk, from a tagged repository', 'RUN apk add --no-cache git@edge'),
  fires('apk over lines', 'RUN apk update \\\n && apk add \\\n   git=2.45.2-r0 \\\n   curl', undefined, 3),
  { ...fires('yum', 'RUN yum install -y httpd'), also: ['DL3033', 'kics:yum-install-without-version'] },
  fires('yum, a name with a dash', 'RUN yum install -y httpd-devel'),
  {
    ...fires('dnf', 'RUN dnf install -y git && dnf clean all'),
    also: ['DL3041', 'kics:missing-version-specification-in-dnf-install'],
  },
  fires('microdnf', 'RUN microdnf install -y git && microdnf clean all'),
  fires('dnf, an option with a value', 'RUN dnf -y --setopt install_weak_deps=False install git'),
  fires('dnf module without a stream', 'RUN dnf module install -y nodejs', {
    kics: 'ignores modules',
  }),
  {
    ...fires('zypper', 'RUN zypper --non-interactive install git'),
    also: ['DL3037', 'kics:zypper-install-without-version'],
  },
  fires('zypper in', 'RUN zypper -n in git'),
  fires('exec form', 'RUN ["apk", "add", "git"]'),
  fires('heredoc', 'RUN <<EOF\ndnf install -y git\nEOF', { kics: 'does not read heredocs' }, 3),
  fires('after sudo', 'RUN sudo dnf install -y git', beforeCommand),
  fires('ONBUILD', 'ONBUILD RUN apk add git', { kics: 'does not read ONBUILD' }),
  silent('apk, a version', 'RUN apk add --no-cache git=2.45.2-r0'),
  silent('apk, a release without its revision', 'RUN apk add --no-cache "curl~8.9" zlib~=1.3'),
  fires('apk, a range', 'RUN apk add --no-cache "git>2.45" "curl~8.9"', rangesDiffer),
  fires('apk, a range with its end', 'RUN apk add --no-cache "git>=2.45"', rangesDiffer),
  fires('zypper, a range', 'RUN zypper -n in "git>=2.43"', rangesDiffer),
  silent(
    'apk, a version under a virtual name',
    'RUN apk add --no-cache --virtual .build-deps gcc=13.2.1_git20240309-r0',
  ),
  silent('apk, a repository', 'RUN apk add -X https://mirror.example/edge git=2.45.2-r0', {
    kics: kicsWords,
  }),
  silent('apk, a file', 'RUN apk add --allow-untrusted ./tool.apk'),
  silent('apk, a variable of the base', 'RUN apk add --no-cache $PHPIZE_DEPS', {
    hadolint: 'reports every variable, although its value may contain a version',
  }),
  silent('apk, other verbs', 'RUN apk update && apk upgrade && apk del git'),
  silent('yum, a version', 'RUN yum install -y httpd-2.4.57'),
  silent('yum, a version from a variable', 'ARG V=2.4.57\nRUN yum install -y "httpd-${V}"'),
  silent('yum, a file', 'RUN yum install -y ./tool.rpm', rpmFile),
  silent('yum, an address', 'RUN yum install -y https://example.org/epel.rpm', {
    ...rpmFile,
    kics: kicsWords,
  }),
  silent('dnf, a full version', 'RUN dnf install -y git-2.43.5-1.el9.x86_64'),
  silent('dnf module with a stream', 'RUN dnf module install -y nodejs:20'),
  silent('zypper, a version', 'RUN zypper -n in "git=2.43" && zypper clean', undefined),
  silent('zypper, other verbs', 'RUN zypper -n refresh && zypper -n update'),
  silent('only printed', 'RUN echo "dnf install git"', { kics: kicsWords }),
  silent('apt-get has a check of its own', 'RUN apt-get install -y git'),
];
