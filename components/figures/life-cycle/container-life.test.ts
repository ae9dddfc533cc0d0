import { describe, expect, test } from 'vitest';
import { after, containerParts, initialLife, type Action, type Life, type State } from './container-life.ts';

const live = (...actions: Action[]): Life =>
  actions.reduce((life, action) => after(life, action), initialLife);

describe('the effects of the commands', () => {
  test.each<[name: string, actions: Action[], state: State, starts: number]>([
    ['run creates and starts', ['run'], 'running', 1],
    ['create starts nothing', ['create'], 'created', 0],
    ['start after create', ['create', 'start'], 'running', 1],
    ['stop keeps the container', ['run', 'stop'], 'exited', 1],
    ['start after stop is a second process', ['run', 'stop', 'start'], 'running', 2],
    ['restart counts as a start', ['run', 'restart'], 'running', 2],
    ['unpause does not count as a start', ['run', 'pause', 'unpause'], 'running', 1],
    ['exec does not count as a start', ['run', 'exec'], 'running', 1],
    ['the process can end by itself', ['run', 'end'], 'exited', 1],
    ['a frozen process cannot end', ['run', 'pause', 'end'], 'paused', 1],
    ['stop reaches a paused container', ['run', 'pause', 'stop'], 'exited', 1],
    ['rm after stop', ['run', 'stop', 'rm'], 'none', 0],
    ['rm of a running container is refused', ['run', 'rm'], 'running', 1],
    ['a forced rm removes it', ['run', 'rm -f'], 'none', 0],
    ['--rm: the end of the process removes the container', ['run --rm', 'end'], 'none', 0],
    ['--rm: stop removes it, too', ['run --rm', 'stop'], 'none', 0],
    ['--rm: a restart does not remove it', ['run --rm', 'restart'], 'running', 2],
    ['--rm still applies after a restart', ['run --rm', 'restart', 'end'], 'none', 0],
    ['--rm does not apply to the next container', ['run --rm', 'end', 'run', 'end'], 'exited', 1],
    ['a second run is refused', ['run', 'stop', 'run'], 'exited', 1],
  ])('%s', (_name, actions, state, starts) => expect(live(...actions)).toMatchObject({ state, starts }));
});

describe('what exists', () => {
  const existing = (life: Life) =>
    containerParts(life)
      .filter(({ exists }) => exists)
      .map(({ name }) => name);
  test.each<[name: string, actions: Action[], expected: string[]]>([
    ['before', [], ['Image']],
    ['running', ['run'], ['Process', 'Writable layer', 'Log', 'Named volume', 'Image']],
    ['stopped', ['run', 'stop'], ['Writable layer', 'Log', 'Named volume', 'Image']],
    ['removed', ['run', 'rm -f'], ['Named volume', 'Image']],
    ['ended with --rm', ['run --rm', 'end'], ['Named volume', 'Image']],
  ])('%s', (_name, actions, expected) => expect(existing(live(...actions))).toEqual(expected));

  test('the log continues after another start', () =>
    expect(containerParts(live('run', 'stop', 'start'))[2]?.text).toBe('from 2 starts'));
});
