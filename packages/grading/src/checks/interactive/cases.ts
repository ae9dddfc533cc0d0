import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const configured = 'does not recognise that the question is answered in a different way';
const quiet = 'does not know that -q given twice implies -y';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
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
  dockerfile: `FROM base:1\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM base:1\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires('apt-get', 'RUN apt-get install git', 'RUN apt-get install -y git'),
    also: ['DL3014', 'DS-0021', 'kics:apt-get-missing-flags-to-avoid-manual-input'],
  },
  fires('quiet once', 'RUN apt-get -q install git', 'RUN apt-get -q install -y git'),
  fires(
    'over lines',
    'RUN apt-get update \\\n && apt-get install \\\n    git',
    'RUN apt-get update \\\n && apt-get install -y \\\n    git',
    undefined,
    3,
  ),
  { ...fires('apt', 'RUN apt install git', 'RUN apt install -y git'), also: [] },
  fires('an upgrade', 'RUN apt-get update && apt-get upgrade', 'RUN apt-get update && apt-get upgrade -y'),
  fires('a removal', 'RUN apt-get remove git', 'RUN apt-get remove -y git'),
  {
    ...fires('yum', 'RUN yum install httpd', 'RUN yum install -y httpd'),
    also: ['DL3030', 'kics:yum-install-allows-manual-input'],
  },
  fires(
    'yum groupinstall',
    'RUN yum groupinstall "Development Tools"',
    'RUN yum groupinstall -y "Development Tools"',
  ),
  fires('yum update', 'RUN yum update', 'RUN yum update -y'),
  {
    ...fires('dnf', 'RUN dnf install git && dnf clean all', 'RUN dnf install -y git && dnf clean all'),
    also: ['DL3038', 'kics:missing-flag-from-dnf-install'],
  },
  fires('microdnf', 'RUN microdnf install git', 'RUN microdnf install -y git'),
  fires('dnf module', 'RUN dnf module install nodejs:20', 'RUN dnf module install -y nodejs:20', {
    kics: 'ignores modules',
  }),
  {
    ...fires('zypper', 'RUN zypper install git', 'RUN zypper install -y git'),
    also: ['DL3034', 'kics:missing-zypper-non-interactive-switch'],
  },
  fires('zypper in', 'RUN zypper in git', 'RUN zypper in -y git'),
  fires('zypper remove', 'RUN zypper rm git', 'RUN zypper rm -y git'),
  { ...fires('zypper update', 'RUN zypper update', 'RUN zypper update -y'), also: [] },
  {
    ...fires('dnf module update', 'RUN dnf module update nodejs', 'RUN dnf module update -y nodejs'),
    also: [],
  },
  fires('exec form', 'RUN ["apt-get", "install", "git"]', undefined, {
    kics: 'also treats every install in exec form as one by yum',
  }),
  fires(
    'heredoc',
    'RUN <<EOF\napt-get install git\nEOF',
    'RUN <<EOF\napt-get install -y git\nEOF',
    { kics: 'does not read heredocs' },
    3,
  ),
  fires('after sudo', 'RUN sudo apt-get install git', 'RUN sudo apt-get install -y git', beforeCommand),
  fires('ONBUILD', 'ONBUILD RUN apt-get install git', 'ONBUILD RUN apt-get install -y git', {
    trivy: 'does not read ONBUILD',
    kics: 'does not read ONBUILD',
  }),
  fires(
    'DEBIAN_FRONTEND affects the packages, not apt-get',
    'ENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get install git',
    'ENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get install -y git',
    undefined,
    3,
  ),
  silent('-y', 'RUN apt-get install -y git'),
  silent('-y first', 'RUN apt-get -y install git'),
  silent('-y last', 'RUN apt-get install git -y'),
  silent('among others', 'RUN apt-get install -qyf git'),
  silent('--yes', 'RUN apt-get install --yes git'),
  silent('--assume-yes', 'RUN apt-get --assume-yes install git'),
  silent('twice quiet', 'RUN apt-get install -qq git', { trivy: quiet }),
  silent('quiet, of level two', 'RUN apt-get install -q=2 git', { trivy: quiet }),
  silent('quiet and quiet', 'RUN apt-get install -q -q git', { trivy: quiet }),
  silent('answered with yes', 'RUN yes | apt-get install git', {
    hadolint: configured,
    trivy: configured,
    kics: configured,
  }),
  silent('by -o', 'RUN apt-get -o APT::Get::Assume-Yes=true install git', { hadolint: configured }),
  silent(
    'by the configuration',
    'RUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install git',
    { hadolint: configured, trivy: configured, kics: configured },
  ),
  silent('verbs that do not ask', 'RUN apt-get update && apt-get clean'),
  silent('apk never asks', 'RUN apk add git'),
  silent('yum, agreed', 'RUN yum -y install httpd && yum clean all', undefined),
  silent('dnf in full', 'RUN dnf --assumeyes install git', undefined),
  silent('dnf, in another order', 'RUN dnf -y install git', undefined),
  silent('zypper, no questions at all', 'RUN zypper --non-interactive install git && zypper clean', {
    kics: 'recognises only the short form of --non-interactive',
  }),
  silent('zypper -n', 'RUN zypper -n in git', undefined),
  silent('only printed', 'RUN echo "apt-get install git"', {
    trivy: 'treats the text of a string as a command',
    kics: 'treats the text of a string as a command',
  }),
];
