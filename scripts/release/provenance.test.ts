import { expect, test } from 'vitest';
import { provenance } from './provenance.ts';

function dockerBuild(...buildArguments: string[]): unknown {
  const build = {
    version: '1.2.0',
    commit: 'c',
    buildArguments,
    inputs: new Map<string, string>(),
    builder: {},
  };
  const statement = provenance(build, new Map([['load.sh', 'ab']]));
  expect(JSON.stringify(statement)).not.toContain('hunter2');
  expect(statement).toMatchObject({ subject: [{ name: 'load.sh', digest: { sha256: 'ab' } }] });
  return (statement as { predicate: { buildDefinition: { externalParameters: { dockerBuild: unknown } } } })
    .predicate.buildDefinition.externalParameters.dockerBuild;
}

test.each<[string, string[], string[]]>([
  ['nothing', [], []],
  [
    'bases and the address, with their values',
    ['--build-arg', 'SITE_URL=https://a.example', '--build-arg=NODE=node:24', '--build-arg=DEBIAN=debian:12'],
    [
      '--build-arg',
      'SITE_URL=https://a.example',
      '--build-arg',
      'NODE=node:24',
      '--build-arg',
      'DEBIAN=debian:12',
    ],
  ],
  [
    'other arguments by their names',
    ['--build-arg', 'HTTPS_PROXY=http://me:hunter2@proxy.example', '--build-arg=NODE_TOKEN=hunter2'],
    ['--build-arg', 'HTTPS_PROXY', '--build-arg', 'NODE_TOKEN'],
  ],
  ['an argument from the environment', ['--build-arg', 'NPM_TOKEN'], ['--build-arg', 'NPM_TOKEN']],
  [
    'other options without their values',
    ['--network', 'host', '--secret=id=npm,src=/home/hunter2', '--label', 'owner=hunter2', '--no-cache'],
    ['--network', '--secret', '--label', '--no-cache'],
  ],
])('of the options of docker build, it publishes %s', (_what, given, published) => {
  expect(dockerBuild(...given)).toEqual(published);
});
