import type { FindingCase } from '../../check/finding-case.ts';

const shellFormOnly = 'reads the shell form only';
const notOnbuild = 'does not read ONBUILD';
const printed = 'searches for the words anywhere in the RUN, printed or called';

export const cases: FindingCase[] = [
  {
    name: 'apt-get',
    dockerfile: 'FROM a\nRUN apt-get install -y --allow-unauthenticated x',
    lines: [2],
    also: ['CKV2_DOCKER_8'],
  },
  {
    name: 'apt-get, after an update',
    dockerfile: 'FROM a\nRUN apt-get update && apt-get --allow-unauthenticated install -y x',
    lines: [2],
  },
  {
    name: 'apt-get --force-yes',
    dockerfile: 'FROM a\nRUN apt-get install -y --force-yes x',
    lines: [2],
    also: ['CKV2_DOCKER_11'],
  },
  { name: 'apt', dockerfile: 'FROM a\nRUN apt install -y --allow-unauthenticated x', lines: [2], also: [] },
  {
    name: 'apt-get by a setting',
    dockerfile: 'FROM a\nRUN apt-get -o APT::Get::AllowUnauthenticated=true install -y x',
    lines: [2],
  },
  {
    name: 'apt-get update of an unsigned list',
    dockerfile: 'FROM a\nRUN apt-get update --allow-insecure-repositories',
    lines: [2],
  },
  {
    name: 'a trusted list',
    dockerfile:
      'FROM a\nRUN echo "deb [arch=amd64 trusted=yes] https://a.example/ ./" > /etc/apt/sources.list.d/x.list',
    lines: [2],
  },
  {
    name: 'apk',
    dockerfile: 'FROM a\nRUN apk add --no-cache --allow-untrusted /tmp/x.apk',
    lines: [2],
    also: ['CKV2_DOCKER_7'],
  },
  {
    name: 'apk, the option first',
    dockerfile: 'FROM a\nRUN apk --allow-untrusted add /tmp/x.apk',
    lines: [2],
  },
  {
    name: 'yum',
    dockerfile: 'FROM a\nRUN yum install -y --nogpgcheck x',
    lines: [2],
    also: ['CKV2_DOCKER_9'],
  },
  {
    name: 'dnf, over lines',
    dockerfile: 'FROM a\nRUN dnf -y \\\n  # no key yet\n  --nogpgcheck \\\n  install x',
    lines: [2],
  },
  {
    name: 'tdnf in a build stage',
    dockerfile: 'FROM a AS b\nRUN tdnf install -y --nogpgcheck x\nFROM c',
    lines: [2],
  },
  { name: 'dnf by a setting', dockerfile: 'FROM a\nRUN dnf install -y --setopt=gpgcheck=0 x', lines: [2] },
  {
    name: 'a repository without a check',
    dockerfile:
      'FROM a\nRUN printf "[x]\\nbaseurl=https://a.example\\ngpgcheck=0\\n" > /etc/yum.repos.d/x.repo',
    lines: [2],
  },
  {
    name: 'zypper',
    dockerfile: 'FROM a\nRUN zypper --non-interactive --no-gpg-checks install x',
    lines: [2],
  },
  {
    name: 'rpm --nosignature',
    dockerfile: 'FROM a\nRUN rpm -ivh --nosignature https://a.example/x.rpm',
    lines: [2],
    also: ['CKV2_DOCKER_10'],
  },
  { name: 'rpm --nodigest', dockerfile: 'FROM a\nRUN rpm -i --nodigest x.rpm', lines: [2] },
  {
    name: 'exec form',
    dockerfile: 'FROM a\nRUN ["rpm", "-i", "--noverify", "x.rpm"]',
    lines: [2],
    differs: { checkov: shellFormOnly },
  },
  {
    name: 'in a heredoc',
    dockerfile: 'FROM a\nRUN <<EOF\nset -e\napk add --allow-untrusted x.apk\nEOF',
    lines: [4],
  },
  {
    name: 'under sudo',
    dockerfile: 'from a\nrun sudo apt-get install -y --allow-unauthenticated x',
    lines: [2],
  },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a\nONBUILD RUN yum install -y --nogpgcheck x',
    lines: [2],
    differs: { checkov: notOnbuild },
  },
  { name: 'apt-get as it is', dockerfile: 'FROM a\nRUN apt-get update && apt-get install -y x', lines: [] },
  {
    name: 'a list with its key',
    dockerfile:
      'FROM a\nRUN echo "deb [signed-by=/etc/apt/keyrings/x.gpg] https://a.example/ ./" > /etc/apt/sources.list.d/x.list',
    lines: [],
  },
  {
    name: 'held packages may change',
    dockerfile: 'FROM a\nRUN apt-get install -y --allow-change-held-packages x',
    lines: [],
  },
  { name: 'a downgrade', dockerfile: 'FROM a\nRUN apt-get install -y --allow-downgrades x=1', lines: [] },
  { name: 'apk as it is', dockerfile: 'FROM a\nRUN apk add --no-cache x', lines: [] },
  { name: 'apk with a key', dockerfile: 'FROM a\nRUN apk add --keys-dir /keys x.apk', lines: [] },
  { name: 'yum as it is', dockerfile: 'FROM a\nRUN yum install -y x && yum clean all', lines: [] },
  {
    name: 'the check is required',
    dockerfile: 'FROM a\nRUN dnf install -y --setopt=gpgcheck=1 x',
    lines: [],
  },
  {
    name: 'a repository with a check',
    dockerfile: 'FROM a\nRUN printf "[x]\\ngpgcheck=1\\n" > /etc/yum.repos.d/x.repo',
    lines: [],
  },
  {
    name: 'a key is imported',
    dockerfile: 'FROM a\nRUN rpm --import https://a.example/key.asc && rpm -i x.rpm',
    lines: [],
  },
  {
    name: 'zypper takes keys',
    dockerfile: 'FROM a\nRUN zypper --non-interactive --gpg-auto-import-keys refresh',
    lines: [],
  },
  {
    name: 'printed',
    dockerfile: 'FROM a\nRUN echo "apt-get install --allow-unauthenticated x"',
    lines: [],
    differs: { checkov: printed },
  },
  {
    name: 'a different program with the option',
    dockerfile: 'FROM a\nRUN my-fetch --nosignature x',
    lines: [],
  },
  { name: 'rpm queries', dockerfile: 'FROM a\nRUN rpm -qa', lines: [] },
];
