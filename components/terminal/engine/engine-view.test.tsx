import type { EngineState } from '@dfm/contracts/engine-state';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { EngineView } from './engine-view.tsx';
import { HasPreviews } from './has-previews.ts';
import { container, engine, image, inside, network } from './test-state.ts';

const htmlOf = (state: EngineState | undefined, hasPreviews = true) =>
  renderToStaticMarkup(
    <HasPreviews value={hasPreviews}>
      <EngineView state={state} onType={() => undefined} />
    </HasPreviews>,
  );

/** What is shown, without tags and attributes. */
const textOf = (state: EngineState | undefined) =>
  htmlOf(state)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const port = { inside: 80, outside: 8080, protocol: 'tcp' as const };
const mount = { kind: 'volume' as const, source: 'data', target: '/data', isReadOnly: true };

test.each<[name: string, state: EngineState | undefined, expected: string[]]>([
  ['an unknown state', undefined, ['appear here as soon as the engine runs']],
  [
    'an engine after its start',
    engine(),
    [
      'No container yet. docker run makes one',
      'No volume yet.',
      'No image yet.',
      'docker network create shop makes a network',
      'The default network, empty',
    ],
  ],
  [
    'a container with everything',
    engine({
      containers: [
        container('web', {
          imageId: image('scorer:latest').id,
          ports: [port, { ...port, inside: 443, outside: null }],
          restarts: 2,
          health: 'unhealthy',
          mounts: [mount],
          networks: [inside('shop', ['web', 'front']), inside('bridge', [], '172.17.0.2')],
        }),
      ],
      networks: [...engine().networks, network('shop')],
      images: [image('scorer:latest', ['a', 'b']), image('base', ['a'])],
    }),
    [
      '1 of 1 running',
      'unhealthy restarted 2 times 8080 → 80/tcp , 443/tcp (not published)',
      'outside 8080 leads to 80/tcp',
      'found as web , front also in bridge',
      'only by its address 172.17.0.2',
      'web at /data , read-only',
      'A: 1 layer, own: 1 layer used by web',
      'A 1 layer of 2 images: scorer:latest , base',
    ],
  ],
  ['a cut state', engine({ isCut: true }), ['Only 60 of each kind are shown.']],
])('%s', (_name, state, expected) => {
  const text = textOf(state);
  for (const part of expected) expect(text).toContain(part);
});

test('near miss: no arrow from outside into an internal network', () =>
  expect(
    textOf(
      engine({
        containers: [container('web', { ports: [port], networks: [inside('shop', ['web'])] })],
        networks: [network('shop', 'bridge', true)],
      }),
    ),
  ).not.toContain('outside 8080'));

test('a published port is a link to a new tab, in the picture and in the table', () => {
  const links = (ports: (typeof port)[], state: 'running' | 'exited' = 'running', hasPreviews = true) =>
    htmlOf(engine({ containers: [container('web', { ports, state })] }), hasPreviews).match(
      /<a [^>]*>Open port \d+/g,
    ) ?? [];
  const link =
    '<a href="/api/terminal/previews/8080" target="_blank" rel="noopener" class="engine-open">Open port 8080';
  expect(links([port])).toEqual([link, link]);
  // Two ports of a container may be published as one with two protocols.
  expect(links([port, { ...port, inside: 81 }])).toEqual([link, link]);
  expect(links([{ ...port, protocol: 'udp' } as unknown as typeof port])).toEqual([]);
  expect(links([{ ...port, outside: null } as unknown as typeof port])).toEqual([]);
  expect(links([port], 'exited')).toEqual([]);
  expect(links([port], 'running', false)).toEqual([]);
});

test('without previews, the page says how they are turned on', () =>
  expect(htmlOf(engine({ containers: [container('web', { ports: [port] })] }), false)).toContain(
    '<code>PREVIEW_DOMAIN</code>',
  ));

test('control characters and reordering characters in names are made visible', () => {
  const text = textOf(engine({ containers: [container('gpj.\u202eexe\u001b')] }));
  expect(text).toContain('gpj.‹U+202E›exe‹U+001B›');
  expect(text).not.toContain('\u202e');
});
