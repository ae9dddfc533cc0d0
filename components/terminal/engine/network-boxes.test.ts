import { expect, test } from 'vitest';
import type { Container } from './engine-names.ts';
import { networkBoxes, reachedFrom, type NetworkBox } from './network-boxes.ts';
import { container, engine, inside, network } from './test-state.ts';

/** `shop: web(web front) db`, with the names in brackets. */
const text = ({ name, members }: NetworkBox) =>
  `${name}:${members.map((member) => ` ${member.container.name}(${member.names.join(' ')})`).join('')}`;

const shop = network('shop');
const defaults = engine().networks;

test.each<[name: string, containers: Container[], expected: string[]]>([
  ['the default network, even if it is empty', [], ['shop:', 'bridge:']],
  [
    'a name and an alias, the name first and the short ID left out',
    [container('web', { networks: [inside('shop', ['front', 'web', container('web').id.slice(0, 12)])] })],
    ['shop: web(web front)', 'bridge:'],
  ],
  [
    'near miss: a name that only looks like a short ID',
    [container('web', { networks: [inside('shop', ['0123456789ab'])] })],
    ['shop: web(0123456789ab)', 'bridge:'],
  ],
  [
    'no names in the default network, whatever the engine reports',
    [container('web', { networks: [inside('bridge', ['web'])] })],
    ['shop:', 'bridge: web()'],
  ],
  [
    'a container in two networks',
    [container('web', { networks: [inside('bridge'), inside('shop', ['web'])] })],
    ['shop: web(web)', 'bridge: web()'],
  ],
  [
    'host and none once something uses them',
    [
      container('a', { networks: [inside('none', [], '')] }),
      container('b', { networks: [inside('host', [], '')] }),
    ],
    ['shop:', 'bridge:', 'host: b()', 'none: a()'],
  ],
  [
    'a network that the list of networks does not have',
    [container('web', { networks: [inside('cut', ['web'])] })],
    ['shop:', 'cut: web(web)', 'bridge:'],
  ],
])('%s', (_name, containers, expected) => {
  const boxes = networkBoxes(engine({ containers, networks: [...defaults, shop] }));
  expect(boxes.map(text)).toEqual(expected);
});

test('a member has the other networks that it is in', () => {
  const web = container('web', { networks: [inside('bridge'), inside('shop')] });
  const [first] = networkBoxes(engine({ containers: [web], networks: [...defaults, shop] }));
  expect(first!.members[0]!.alsoIn).toEqual(['bridge']);
});

const web = container('web', { networks: [inside('shop', ['web', 'front']), inside('bridge')] });

test.each<[name: string, other: Container, expected: string[]]>([
  [
    'by names in a network with names',
    container('db', { networks: [inside('shop', ['db', 'data'])] }),
    ['db in shop by db data'],
  ],
  [
    'by the address in the default network',
    container('db', { networks: [inside('bridge', [], '172.17.0.9')] }),
    ['db in bridge by 172.17.0.9'],
  ],
  [
    'in both',
    container('db', { networks: [inside('bridge', [], '172.17.0.9'), inside('shop', ['db'])] }),
    ['db in shop by db', 'db in bridge by 172.17.0.9'],
  ],
  ['near miss: in no common network', container('db', { networks: [inside('other', ['db'])] }), []],
  ['near miss: both without a network', container('db', { networks: [inside('none', [], '')] }), []],
  [
    'near miss: one that has exited',
    container('db', { state: 'exited', exitCode: 0, networks: [inside('shop', ['db'])] }),
    [],
  ],
  [
    'near miss: one that is paused',
    container('db', { state: 'paused', networks: [inside('shop', ['db'])] }),
    [],
  ],
])('reached from a container: %s', (_name, other, expected) => {
  const own = { ...web, networks: [...web.networks, inside('none', [], '')] };
  const boxes = networkBoxes(engine({ containers: [own, other], networks: [...defaults, shop] }));
  const reached = reachedFrom(boxes, own);
  expect(reached.map((each) => `${each.container.name} in ${each.network} by ${each.by.join(' ')}`)).toEqual(
    expected,
  );
});

test('a container that has exited reaches nothing', () => {
  const gone: Container = { ...web, state: 'exited', exitCode: 0 };
  const db = container('db', { networks: [inside('shop', ['db'])] });
  expect(reachedFrom(networkBoxes(engine({ containers: [gone, db], networks: [shop] })), gone)).toEqual([]);
});
