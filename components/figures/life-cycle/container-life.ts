/** The states of a container that `docker ps --all` can show; `none` where there is no container. */
export const states = ['none', 'created', 'running', 'paused', 'exited'] as const;
export type State = (typeof states)[number];

/** What a reader can do: commands, and one thing that happens without any. */
export const actions = [
  'run',
  'run --rm',
  'create',
  'start',
  'pause',
  'unpause',
  'stop',
  'kill',
  'restart',
  'exec',
  'end',
  'rm',
  'rm -f',
] as const;
export type Action = (typeof actions)[number];

export interface Life {
  state: State;
  /** How often a process was started in this container. */
  starts: number;
  /** Whether it was run with `--rm`: then its end removes it. */
  isRemovedAtEnd: boolean;
  /** Whether a named volume of an earlier or this container is there. */
  hasVolume: boolean;
  /** What the last action came to, in a sentence. */
  said: string;
}

export const beginning: Life = {
  state: 'none',
  starts: 0,
  isRemovedAtEnd: false,
  hasVolume: false,
  said: 'There is no container yet.',
};

/** A new state with what to say about it, or only words: the engine refuses, or has nothing to do. */
type Outcome = readonly [to: State, said: string] | string;

const noContainer = 'Refused: no such container.';
const notRunning = 'Refused: the container is not running.';
const started = 'The image’s command is started as a new process, on the existing writable layer.';
const stopped =
  'The process gets SIGTERM, and SIGKILL if it is still running after ten seconds. The container stays, and so does its writable layer.';
const killed =
  'The process gets SIGKILL at once, without being asked first. The container and its writable layer stay.';
const removed = 'The writable layer and the log are deleted. The volume is not.';
const taken = 'Refused: the name is in use by the existing container.';
const none: Record<Action, Outcome> = {
  run: ['running', 'Created and started: a writable layer, and a process that uses it.'],
  'run --rm': ['running', 'Created and started. It will be removed when its process ends.'],
  create: ['created', 'A writable layer and a configuration, but no process yet.'],
  start: noContainer,
  pause: noContainer,
  unpause: noContainer,
  stop: noContainer,
  kill: noContainer,
  restart: noContainer,
  exec: noContainer,
  end: 'There is no process to end.',
  rm: noContainer,
  'rm -f': noContainer,
};
const idle: Record<Action, Outcome> = {
  run: taken,
  'run --rm': taken,
  create: taken,
  start: ['running', started],
  pause: notRunning,
  unpause: 'Refused: the container is not paused.',
  stop: 'Nothing to do: no process is running.',
  kill: notRunning,
  restart: ['running', started],
  exec: notRunning,
  end: 'There is no process to end.',
  rm: ['none', removed],
  'rm -f': ['none', removed],
};

/**
 * What each action does in each state: Docker CLI reference of the commands, and the Engine API's answers
 * (304: nothing to do, 404: no such container, 409: refused). `run` and `create` give the container a name,
 * so a second one is refused.
 */
export const outcomes: Record<State, Record<Action, Outcome>> = {
  none,
  created: idle,
  exited: idle,
  running: {
    run: taken,
    'run --rm': taken,
    create: taken,
    start: 'Nothing to do: the container is already running.',
    pause: ['paused', 'Every process in the container is frozen. Its memory stays in use.'],
    unpause: 'Refused: the container is not paused.',
    stop: ['exited', stopped],
    kill: ['exited', killed],
    restart: [
      'running',
      'Stopped, then started: a new process, the same writable layer, the same image as before.',
    ],
    exec: 'A second process starts in the same container. It sees the same files, and it ends without ending the container.',
    end: ['exited', 'The first process has ended, and the container with it. The exit code is kept.'],
    rm: 'Refused: the container is running. Stop it first, or force it.',
    'rm -f': ['none', `SIGKILL, then removed. ${removed}`],
  },
  paused: {
    run: taken,
    'run --rm': taken,
    create: taken,
    start: 'Refused: a paused container has to be unpaused, not started.',
    pause: 'Refused: the container is already paused.',
    unpause: ['running', 'The same process continues where it was.'],
    stop: ['exited', `The processes are unfrozen so that they can receive the signal. ${stopped}`],
    kill: ['exited', killed],
    restart: ['running', 'Stopped, then started: a new process, the same writable layer.'],
    exec: 'Refused: no process can be started in a paused container.',
    end: 'A frozen process does not end by itself.',
    rm: 'Refused: the container is paused. Unpause it first, or force it.',
    'rm -f': ['none', `SIGKILL, then removed. ${removed}`],
  },
};

const creates = new Set<Action>(['run', 'run --rm', 'create']);
const startsProcess = new Set<Action>(['run', 'run --rm', 'start', 'restart']);

/** The container after an action. */
export function after(life: Life, action: Action): Life {
  const outcome = outcomes[life.state][action];
  if (typeof outcome === 'string') return { ...life, said: outcome };
  const [to, said] = outcome;
  const hasVolume = life.hasVolume || creates.has(action);
  if (to === 'none') return { ...beginning, hasVolume, said };
  if (to === 'exited' && life.isRemovedAtEnd)
    return {
      ...beginning,
      hasVolume,
      said: `The process has ended, and --rm has removed the container. ${removed}`,
    };
  return {
    state: to,
    starts: life.starts + (startsProcess.has(action) ? 1 : 0),
    isRemovedAtEnd: life.isRemovedAtEnd || action === 'run --rm',
    hasVolume,
    said,
  };
}

/** What of a container is there, in a few words each. */
export function belongings({
  state,
  starts,
  hasVolume,
}: Life): { name: string; isThere: boolean; words: string }[] {
  const isThere = state !== 'none';
  const process = {
    none: 'none',
    created: 'not started yet',
    running: `running, start ${starts}`,
    paused: `frozen, start ${starts}`,
    exited: 'ended; exit code kept',
  }[state];
  return [
    { name: 'Process', isThere: state === 'running' || state === 'paused', words: process },
    { name: 'Writable layer', isThere, words: isThere ? 'exists' : 'none' },
    {
      name: 'Log',
      isThere,
      words: isThere
        ? starts === 0
          ? 'empty'
          : `from ${starts === 1 ? '1 start' : `${starts} starts`}`
        : 'none',
    },
    { name: 'Named volume', isThere: hasVolume, words: hasVolume ? 'exists' : 'not created yet' },
    { name: 'Image', isThere: true, words: 'exists, unchanged' },
  ];
}
