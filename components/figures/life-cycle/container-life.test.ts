import { describe, expect, test } from 'vitest';
import { after, beginning, belongings, type Action, type Life, type State } from './container-life.ts';

const live = (...actions: Action[]): Life => actions.reduce((life, action) => after(life, action), beginning);

describe('where the commands lead', () => {
  test.each<[name: string, actions: Action[], state: State, starts: number]>([
    ['run creates and starts', ['run'], 'running', 1],
    ['create starts nothing', ['create'], 'created', 0],
    ['start after create', ['create', 'start'], 'running', 1],
    ['stop keeps the container', ['run', 'stop'], 'exited', 1],
    ['start after stop is a second process', ['run', 'stop', 'start'], 'running', 2],
    ['restart counts as a start', ['run', 'restart'], 'running', 2],
    ['unpause does not', ['run', 'pause', 'unpause'], 'running', 1],
    ['exec neither', ['run', 'exec'], 'running', 1],
    ['the process can end by itself', ['run', 'end'], 'exited', 1],
    ['a frozen one cannot', ['run', 'pause', 'end'], 'paused', 1],
    ['stop reaches a paused container', ['run', 'pause', 'stop'], 'exited', 1],
    ['rm after stop', ['run', 'stop', 'rm'], 'none', 0],
    ['rm of a running container is refused', ['run', 'rm'], 'running', 1],
    ['and forced', ['run', 'rm -f'], 'none', 0],
    ['--rm: the end removes it', ['run --rm', 'end'], 'none', 0],
    ['--rm: stop too', ['run --rm', 'stop'], 'none', 0],
    ['--rm: not a restart', ['run --rm', 'restart'], 'running', 2],
    ['--rm: kept over a restart', ['run --rm', 'restart', 'end'], 'none', 0],
    ['--rm is not kept for the next container', ['run --rm', 'end', 'run', 'end'], 'exited', 1],
    ['a second run is refused', ['run', 'stop', 'run'], 'exited', 1],
  ])('%s', (_name, actions, state, starts) => expect(live(...actions)).toMatchObject({ state, starts }));
});

describe('what is left', () => {
  const there = (life: Life) =>
    belongings(life)
      .filter(({ isThere }) => isThere)
      .map(({ name }) => name);
  test.each<[name: string, actions: Action[], expected: string[]]>([
    ['before', [], ['Image']],
    ['running', ['run'], ['Process', 'Writable layer', 'Log', 'Named volume', 'Image']],
    ['stopped', ['run', 'stop'], ['Writable layer', 'Log', 'Named volume', 'Image']],
    ['removed', ['run', 'rm -f'], ['Named volume', 'Image']],
    ['ended with --rm', ['run --rm', 'end'], ['Named volume', 'Image']],
  ])('%s', (_name, actions, expected) => expect(there(live(...actions))).toEqual(expected));

  test('the log goes on over starts', () =>
    expect(belongings(live('run', 'stop', 'start'))[2]?.words).toBe('from 2 starts'));
});
