import { expect, test } from 'vitest';
import {
  containerCommands,
  imageCommands,
  networkCommands,
  volumeCommands,
  type Command,
} from './commands.ts';
import { container, image } from './test-state.ts';

const texts = (commands: readonly Command[]) => commands.map(({ text }) => text);
const cut = `${'a'.repeat(299)}…`;

test('a container', () =>
  expect(texts(containerCommands(container('web')))).toEqual([
    "docker ps -a --filter 'name=^web$'",
    'docker logs web',
    'docker inspect web',
  ]));

test('a container with ports and a health check', () =>
  expect(
    texts(
      containerCommands(
        container('web', {
          health: 'healthy',
          ports: [{ inside: 80, outside: 8080, protocol: 'tcp' }],
        }),
      ),
    ),
  ).toEqual([
    "docker ps -a --filter 'name=^web$'",
    'docker logs web',
    'docker port web',
    "docker inspect --format '{{json .State.Health}}' web",
    'docker inspect web',
  ]));

test('a dot in a name means only a dot', () =>
  expect(texts(containerCommands(container('a.b')))[0]).toBe(
    String.raw`docker ps -a --filter 'name=^a\.b$'`,
  ));

const id = container('').id.slice(0, 12);
test.each<[name: string, containerName: string]>([
  ['no name', ''],
  ['a line feed, which is Enter', 'web\nreboot'],
  ['Ctrl C', 'web\u0003reboot'],
  ['a direction override', 'web\u202e'],
  ['what the page shows for a control character', 'web‹U+0003›'],
  ['a cut name', cut],
])('a container is called by its ID if its name cannot be typed: %s', (_name, containerName) => {
  const commands = texts(containerCommands({ ...container(''), name: containerName }));
  expect(commands).toEqual([`docker ps -a --filter id=${id}`, `docker logs ${id}`, `docker inspect ${id}`]);
});

test('no commands if the ID cannot be typed either', () =>
  expect(containerCommands(container('', { id: '$(reboot)' }))).toEqual([]));

test.each<[name: string, network: string, inspect: string | undefined]>([
  ['a plain name', 'shop', 'docker network inspect shop'],
  ['a shell command', '$(reboot)', "docker network inspect '$(reboot)'"],
  ['a quote', "it's", String.raw`docker network inspect 'it'\''s'`],
  ['an option', '--help', 'docker network inspect -- --help'],
  ['near miss: a hyphen inside', 'my-shop', 'docker network inspect my-shop'],
  ['an escape', 'shop\u001b[A', undefined],
  ['a tab, which completes', 'shop\t', undefined],
  ['a cut name', cut, undefined],
])('a network: %s', (_name, network, inspect) =>
  expect(texts(networkCommands(network)).at(-1)).toBe(inspect),
);

test('a volume', () =>
  expect(texts(volumeCommands('data'))).toEqual([
    'docker ps -a --filter volume=data',
    'docker volume inspect data',
  ]));

test('an image with a name', () =>
  expect(texts(imageCommands(image('scorer:latest')))).toEqual([
    'docker image ls scorer:latest',
    'docker history scorer:latest',
    'docker ps -a --filter ancestor=scorer:latest',
    'docker image inspect scorer:latest',
  ]));

test('an image without a name', () => {
  const short = image('x').id.slice(7, 19);
  expect(texts(imageCommands(image('x', [], [])))).toEqual([
    `docker history ${short}`,
    `docker ps -a --filter ancestor=${short}`,
    `docker image inspect ${short}`,
  ]);
});
