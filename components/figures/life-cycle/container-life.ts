/** The states of a container that `docker ps --all` can show; `none` if there is no container. */
export const states = ['none', 'created', 'running', 'paused', 'exited'] as const;
export type State = (typeof states)[number];

/** What the reader can do: commands, and one event that happens without a command. */
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
  /** How many times a process was started in this container. */
  starts: number;
  /** Whether it was run with `--rm`, so that it is removed when its process ends. */
  isRemovedAtEnd: boolean;
  /** Whether the named volume exists, created by this or an earlier container. */
  hasVolume: boolean;
  /** The result of the last action, in a sentence. */
  message: string;
}

export const initialLife: Life = {
  state: 'none',
  starts: 0,
  isRemovedAtEnd: false,
  hasVolume: false,
  message: 'There is no container yet.',
};

/** The new state, or why there is none, with a message. */
type Outcome = readonly [to: State | 'refused' | 'unchanged', message: string];

const refused = (why: string): Outcome => ['refused', `Refused: ${why}`];
const unchanged = (message: string): Outcome => ['unchanged', message];

const noContainer = refused('no such container.');
const notRunning = refused('the container is not running.');
const started = 'The image’s command is started as a new process, on the existing writable layer.';
const stopped =
  'The process gets SIGTERM, and SIGKILL if it is still running after ten seconds. The container stays, and so does its writable layer.';
const killed =
  'The process gets SIGKILL at once, without being asked first. The container and its writable layer stay.';
const removed = 'The writable layer and the log are deleted. The volume is not.';
const taken = refused('the name is in use by the existing container.');
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
  end: unchanged('There is no process to end.'),
  rm: noContainer,
  'rm -f': noContainer,
};
const idle: Record<Action, Outcome> = {
  run: taken,
  'run --rm': taken,
  create: taken,
  start: ['running', started],
  pause: notRunning,
  unpause: refused('the container is not paused.'),
  stop: unchanged('Nothing to do: no process is running.'),
  kill: notRunning,
  restart: ['running', started],
  exec: notRunning,
  end: unchanged('There is no process to end.'),
  rm: ['none', removed],
  'rm -f': ['none', removed],
};

/**
 * What each action does in each state. Source: the Docker CLI reference, and the Engine API's status codes
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
    start: unchanged('Nothing to do: the container is already running.'),
    pause: ['paused', 'Every process in the container is frozen. Its memory stays in use.'],
    unpause: refused('the container is not paused.'),
    stop: ['exited', stopped],
    kill: ['exited', killed],
    restart: [
      'running',
      'Stopped, then started: a new process, the same writable layer, the same image as before.',
    ],
    exec: unchanged(
      'A second process starts in the same container. It sees the same files, and it ends without ending the container.',
    ),
    end: ['exited', 'The first process has ended, and the container with it. The exit code is kept.'],
    rm: refused('the container is running. Stop it first, or force it.'),
    'rm -f': ['none', `SIGKILL, then removed. ${removed}`],
  },
  paused: {
    run: taken,
    'run --rm': taken,
    create: taken,
    start: refused('a paused container has to be unpaused, not started.'),
    pause: refused('the container is already paused.'),
    unpause: ['running', 'The same process continues where it was.'],
    stop: ['exited', `The processes are unfrozen so that they can receive the signal. ${stopped}`],
    kill: ['exited', killed],
    restart: ['running', 'Stopped, then started: a new process, the same writable layer.'],
    exec: refused('no process can be started in a paused container.'),
    end: unchanged('A frozen process does not end by itself.'),
    rm: refused('the container is paused. Unpause it first, or force it.'),
    'rm -f': ['none', `SIGKILL, then removed. ${removed}`],
  },
};

const creates = new Set<Action>(['run', 'run --rm', 'create']);
const startsProcess = new Set<Action>(['run', 'run --rm', 'start', 'restart']);

/** The container after an action. */
export function after(life: Life, action: Action): Life {
  const [to, message] = outcomes[life.state][action];
  if (to === 'refused' || to === 'unchanged') return { ...life, message };
  const hasVolume = life.hasVolume || creates.has(action);
  if (to === 'none') return { ...initialLife, hasVolume, message };
  if (to === 'exited' && life.isRemovedAtEnd)
    return {
      ...initialLife,
      hasVolume,
      message: `The process has ended, and --rm has removed the container. ${removed}`,
    };
  return {
    state: to,
    starts: life.starts + (startsProcess.has(action) ? 1 : 0),
    isRemovedAtEnd: life.isRemovedAtEnd || action === 'run --rm',
    hasVolume,
    message,
  };
}

/** Which parts of a container exist, with a few words about each. */
export function containerParts({
  state,
  starts,
  hasVolume,
}: Life): { name: string; exists: boolean; text: string }[] {
  const exists = state !== 'none';
  const process = {
    none: 'none',
    created: 'not started yet',
    running: `running, start ${starts}`,
    paused: `frozen, start ${starts}`,
    exited: 'ended; exit code kept',
  }[state];
  return [
    { name: 'Process', exists: state === 'running' || state === 'paused', text: process },
    { name: 'Writable layer', exists, text: exists ? 'exists' : 'none' },
    {
      name: 'Log',
      exists,
      text: exists
        ? starts === 0
          ? 'empty'
          : `from ${starts === 1 ? '1 start' : `${starts} starts`}`
        : 'none',
    },
    { name: 'Named volume', exists: hasVolume, text: hasVolume ? 'exists' : 'not created yet' },
    { name: 'Image', exists: true, text: 'exists, unchanged' },
  ];
}
