import type { FindingCase } from '../../check/finding-case.ts';

const everyStage = 'reads every stage; a build stage leaves nothing in the image';
const removed = 'does not recognise that the same step removes the cache with rm';
const mount = 'does not recognise that the cache is mounted and therefore not in the layer';
const alias = 'does not know that yum and dnf are one program with one cache';
const updates = 'reads only install; an update downloads the same lists';
const front = 'does not read an option before install';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM fedora:41\n${run}`,
  lines: [],
  differs,
});
const fires = (
  name: string,
  run: string,
  fixed: string | undefined,
  differs?: FindingCase['differs'],
  line = 2,
): FindingCase => ({
  name,
  dockerfile: `FROM fedora:41\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM fedora:41\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires('yum', 'RUN yum install -y git', 'RUN yum install -y git && yum clean all'),
    also: ['DL3032', 'DS-0015', 'kics:yum-clean-all-missing'],
  },
  {
    ...fires('dnf', 'RUN dnf install -y git', 'RUN dnf install -y git && dnf clean all'),
    also: ['DL3040', 'DS-0019', 'kics:missing-dnf-clean-all'],
  },
  fires('an option in front', 'RUN dnf -y install git', 'RUN dnf -y install git && dnf clean all', {
    kics: front,
    trivy: front,
  }),
  {
    ...fires('microdnf', 'RUN microdnf install -y git', 'RUN microdnf install -y git && microdnf clean all', {
      trivy: 'also treats microdnf as dnf',
    }),
    also: ['DL3040', 'DS-0027', 'kics:missing-dnf-clean-all'],
  },
  {
    ...fires('zypper', 'RUN zypper install -y git', 'RUN zypper install -y git && zypper clean --all'),
    also: ['DL3036', 'DS-0020', 'kics:missing-zypper-clean'],
  },
  fires('zypper in', 'RUN zypper -n in git', 'RUN zypper -n in git && zypper clean --all', {
    kics: front,
    trivy: front,
  }),
  fires(
    'over lines',
    'RUN dnf install -y \\\n    git \\\n # done\n    curl',
    'RUN dnf install -y \\\n    git \\\n # done\n    curl \\\n    && dnf clean all',
  ),
  fires(
    'cleaned before',
    'RUN dnf clean all && dnf install -y git',
    'RUN dnf clean all && dnf install -y git && dnf clean all',
  ),
  fires(
    'cleaned in a later RUN',
    'RUN yum install -y git\nRUN yum clean all',
    'RUN yum install -y git && yum clean all\nRUN yum clean all',
  ),
  fires(
    'the cache of a different program',
    'RUN microdnf install -y git && dnf clean all',
    'RUN microdnf install -y git && dnf clean all && microdnf clean all',
    { kics: 'accepts the clean of a different program' },
  ),
  fires(
    'only the packages',
    'RUN dnf install -y git && dnf clean packages',
    'RUN dnf install -y git && dnf clean packages && dnf clean all',
    { hadolint: 'accepts dnf clean packages, which leaves the lists' },
  ),
  {
    ...fires('an update', 'RUN yum -y update', 'RUN yum -y update && yum clean all', { hadolint: updates }),
    also: ['DL3032'],
  },
  fires('exec form', 'RUN ["dnf", "install", "-y", "git"]', undefined, {
    kics: 'does not read the exec form',
    trivy: 'does not read the exec form',
  }),
  fires(
    'heredoc',
    'RUN <<EOF\ndnf install -y git\nEOF',
    'RUN <<EOF\ndnf install -y git\ndnf clean all\nEOF',
    { kics: 'does not read heredocs' },
    3,
  ),
  fires('ONBUILD', 'ONBUILD RUN dnf install -y git', 'ONBUILD RUN dnf install -y git && dnf clean all', {
    trivy: 'does not read ONBUILD',
    kics: 'does not read ONBUILD',
  }),
  silent('yum, cleaned', 'RUN yum install -y git && yum clean all'),
  silent('dnf, cleaned', 'RUN dnf install -y git && dnf clean all'),
  silent('microdnf, cleaned', 'RUN microdnf install -y git && microdnf clean all'),
  silent('zypper, cleaned', 'RUN zypper install -y git && zypper clean'),
  silent('zypper, cleaned in full', 'RUN zypper -n in git && zypper clean --all'),
  silent('zypper cc', 'RUN zypper -n in git && zypper cc -a'),
  silent('over lines, cleaned', 'RUN dnf install -y git \\\n && dnf install -y curl \\\n && dnf clean all'),
  silent('under a different name', 'RUN dnf install -y git && yum clean all', {
    hadolint: alias,
    trivy: alias,
    kics: alias,
  }),
  silent('removed by rm', 'RUN yum install -y git && rm -rf /var/cache/yum', {
    trivy: removed,
    kics: removed,
  }),
  silent('all caches removed', 'RUN dnf install -y git && rm -rf /var/cache/*', {
    trivy: removed,
    kics: removed,
  }),
  silent('cache mount', 'RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git', {
    trivy: mount,
    kics: mount,
  }),
  silent('a mount on a parent folder', 'RUN --mount=type=cache,target=/var/cache dnf install -y git', {
    hadolint: mount,
    trivy: mount,
    kics: mount,
  }),
  silent('a build stage that is not part of the image', 'RUN dnf install -y git\nFROM fedora:41', {
    hadolint: everyStage,
    trivy: everyStage,
  }),
  silent('other verbs', 'RUN dnf remove -y git && dnf repolist'),
  silent('only printed', 'RUN echo "dnf install git"', {
    trivy: 'treats the text of a string as a command',
    kics: 'treats the text of a string as a command',
  }),
  silent('a different package manager', 'RUN apt-get install -y git'),
  {
    ...fires(
      'a minimal upgrade',
      'RUN dnf -y upgrade-minimal',
      'RUN dnf -y upgrade-minimal && dnf clean all',
    ),
    also: ['DL3040'],
  },
  fires('a minimal upgrade in short', 'RUN dnf -y up-min', 'RUN dnf -y up-min && dnf clean all'),
];
