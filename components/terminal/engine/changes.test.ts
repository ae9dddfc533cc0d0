import type { EngineState } from '@dfm/contracts/engine-state';
import { expect, test } from 'vitest';
import { changesBetween } from './changes.ts';
import type { Container } from './engine-names.ts';
import { container, engine, image, inside, network } from './test-state.ts';

const sentences = (before: EngineState | undefined, after: EngineState | undefined) =>
  changesBetween(before, after).map(({ sentence }) => sentence);

const web = container('web');
const exited = { state: 'exited' as const, exitCode: 1 };

test.each<
  [before: Partial<Container> | undefined, after: Partial<Container> | undefined, expected: string[]]
>([
  [undefined, {}, ['web is running']],
  [undefined, { state: 'created' }, ['web was created']],
  [undefined, { state: 'exited', exitCode: 0 }, ['web exited with code 0']],
  [{ state: 'created' }, {}, ['web is running']],
  [{}, exited, ['web exited with code 1']],
  [exited, { ...exited, exitCode: 2 }, ['web exited with code 2']],
  [{}, { state: 'paused' }, ['web is paused']],
  [{}, { state: 'restarting' }, ['web is restarting']],
  [exited, { ...exited, state: 'dead' }, ['web is dead']],
  [exited, { ...exited, state: 'removing' }, ['web is being removed']],
  [exited, undefined, ['web was removed']],
  [{}, { restarts: 1 }, ['web was restarted']],
  [{}, { health: 'starting' }, ['the health check of web is starting']],
  [{ health: 'starting' }, { health: 'healthy' }, ['web is healthy']],
  [{ health: 'healthy' }, { health: 'unhealthy' }, ['web is unhealthy']],
  [{ health: 'healthy' }, { ...exited, health: 'unhealthy' }, ['web exited with code 1']],
  [{}, { name: 'api' }, ['web is now called api']],
  [{}, { networks: [inside('shop')] }, ['web joined the network shop']],
  [{ networks: [inside('shop')] }, { networks: [] }, ['web left the network shop']],
  // Near misses: nothing that a learner did.
  [{}, {}, []],
  [{ networks: [inside('shop')] }, { networks: [inside('shop', ['web'], '172.18.0.9')] }, []],
  [{ health: 'healthy' }, { health: null }, []],
  [{ restarts: 3 }, { restarts: 0 }, []],
])('a container from %o to %o', (before, after, expected) =>
  expect(
    sentences(
      engine({ containers: before ? [{ ...web, ...before }] : [] }),
      engine({ containers: after ? [{ ...web, ...after }] : [] }),
    ),
  ).toEqual(expected),
);

const old = image('app', ['a'], ['app:1']);
const id = old.id.slice(7, 19);

test.each<[name: string, before: Partial<EngineState>, after: Partial<EngineState>, expected: string[]]>([
  ['a network', {}, { networks: [...engine().networks, network('shop')] }, ['network shop was created']],
  ['no network', { networks: [network('shop')] }, { networks: [] }, ['network shop was removed']],
  ['a volume', {}, { volumes: [{ name: 'data' }] }, ['volume data was created']],
  [
    'an anonymous volume',
    { volumes: [{ name: 'ab'.repeat(32) }] },
    {},
    ['an anonymous volume, abababababab, was removed'],
  ],
  ['an image', {}, { images: [old] }, ['image app:1 was added']],
  ['no image', { images: [old] }, {}, ['image app:1 was removed']],
  [
    'one more name',
    { images: [old] },
    { images: [{ ...old, tags: ['app:1', 'app:2'] }] },
    [`image ${id} has the name app:2`],
  ],
  [
    'a name that has moved on',
    { images: [old] },
    { images: [{ ...old, tags: [] }, image('new', ['b'], ['app:1'])] },
    [`image ${id} no longer has the name app:1`, 'image app:1 was added'],
  ],
  [
    'near miss: names in a different order',
    { images: [{ ...old, tags: ['app:1', 'app:2'] }] },
    { images: [{ ...old, tags: ['app:2', 'app:1'] }] },
    [],
  ],
])('now there is %s', (_name, before, after, expected) =>
  expect(sentences(engine(before), engine(after))).toEqual(expected),
);

test('the first state that is known is not a change', () => {
  expect(sentences(undefined, engine({ containers: [web] }))).toEqual([]);
  expect(sentences(engine({ containers: [web] }), undefined)).toEqual([]);
});

test('elements of different kinds with the same name are different', () => {
  const after = engine({ networks: [...engine().networks, network('x')], volumes: [{ name: 'x' }] });
  expect(new Set(changesBetween(engine(), after).map(({ key }) => key)).size).toBe(2);
});

test('names of objects that JavaScript has are names', () =>
  expect(sentences(engine(), engine({ volumes: [{ name: '__proto__' }] }))).toEqual([
    'volume __proto__ was created',
  ]));
