import { expect, test } from 'vitest';
import { mountUses, type MountSource } from './mount-uses.ts';
import { container, engine } from './test-state.ts';

const mount = (kind: 'volume' | 'bind' | 'tmpfs', source: string, target: string, isReadOnly = false) => ({
  kind,
  source,
  target,
  isReadOnly,
});

test('volumes with their containers, volumes without, bind mounts and memory', () => {
  const state = engine({
    volumes: [{ name: 'data' }, { name: 'unused' }],
    containers: [
      container('web', { mounts: [mount('volume', 'data', '/in', true), mount('tmpfs', '', '/tmp')] }),
      container('db', {
        mounts: [
          mount('volume', 'data', '/db'),
          mount('volume', 'not-listed', '/more'),
          mount('bind', 'data', '/host'),
          mount('tmpfs', '/tmp', '/run'),
        ],
      }),
    ],
  });
  const texts = Object.entries<MountSource[]>({ ...mountUses(state) }).map(([kind, sources]) => [
    kind,
    ...sources.map(
      ({ source, uses }) =>
        `${source}:${uses.map((use) => ` ${use.container.name}@${use.target}${use.isReadOnly ? ' ro' : ''}`).join('')}`,
    ),
  ]);
  expect(texts).toEqual([
    ['volumes', 'data: web@/in ro db@/db', 'unused:', 'not-listed: db@/more'],
    ['binds', 'data: db@/host'],
    ['memory', ': web@/tmp db@/run'],
  ]);
});
