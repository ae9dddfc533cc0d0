import { expect, test } from 'vitest';
import { parseDockerfile } from '../syntax/parse.ts';
import { packageCommand } from './package-command.ts';
import { shellCommands } from './shell-commands.ts';

test.each([
  [
    'apt-get install -y --no-install-recommends curl=7.88 libgomp1',
    'apt',
    'install',
    ['curl=7.88', 'libgomp1'],
  ],
  ['/usr/bin/apt-get -o Acquire::Retries=3 -q update', 'apt', 'update', []],
  ['apt-get -t bookworm-backports install git', 'apt', 'install', ['git']],
  ['DEBIAN_FRONTEND=noninteractive sudo apt install git', 'apt', 'install', ['git']],
  ['apk add --no-cache --virtual .build gcc musl-dev', 'apk', 'add', ['gcc', 'musl-dev']],
  ['apk --no-cache add -t .build gcc', 'apk', 'add', ['gcc']],
  ['dnf -y --setopt tsflags=nodocs install git-2.43.0', 'dnf', 'install', ['git-2.43.0']],
  ['zypper -n in --no-recommends git', 'zypper', 'install', ['git']],
  ['dnf in -y git', 'dnf', 'install', ['git']],
  ['yum clean all', 'dnf', 'clean', ['all']],
] as const)('%s', (script, family, verb, packages) => {
  expect(read(script)).toMatchObject({
    family,
    verb,
    packages: packages.map((name) => expect.objectContaining({ name })),
  });
});

test.each([
  'echo apt-get install curl',
  'apt-get',
  'apt-get --version',
  'apt-cache search curl',
  'dpkg -i apt.deb',
])('near miss: %s', (script) => {
  expect(read(script)).toBeUndefined();
});

function read(script: string) {
  const [command] = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  return packageCommand(command!);
}
