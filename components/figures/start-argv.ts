/** How an ENTRYPOINT or CMD is written: as a JSON list, or as a line for a shell. */
type Form = 'exec' | 'shell';

/** One way to write a line of the Dockerfile, or to end a `docker run` command line. */
export interface Choice {
  id: string;
  /** As written in the Dockerfile; a description if the line is absent. */
  label: string;
  /** Undefined if the line is absent. */
  form: Form | undefined;
  words: readonly string[];
}

const absent = (label: string): Choice => ({ id: 'none', label, form: undefined, words: [] });
const exec = (id: string, ...words: string[]): Choice => ({
  id,
  label: `[${words.map((word) => JSON.stringify(word)).join(', ')}]`,
  form: 'exec',
  words,
});
const shell = (id: string, line: string): Choice => ({
  id,
  label: line,
  form: 'shell',
  words: ['/bin/sh', '-c', line],
});

export const entrypoints: readonly Choice[] = [
  absent('no ENTRYPOINT'),
  exec('exec', 'python', 'score.py'),
  shell('shell', 'python score.py'),
];

export const cmds: readonly Choice[] = [
  absent('no CMD'),
  exec('exec', 'python', 'score.py'),
  shell('shell', 'python score.py'),
  exec('exec-arguments', '--limit', '3'),
  shell('shell-arguments', '--limit 3'),
];

export const runArguments: readonly Choice[] = [
  absent('nothing after the image name'),
  { id: 'option', label: '--limit 1', form: undefined, words: ['--limit', '1'] },
  { id: 'command', label: 'sh', form: undefined, words: ['sh'] },
];

/** CMD of the base image, python:3.11-slim-bookworm. Used unless the Dockerfile sets an ENTRYPOINT or a CMD. */
const cmdOfBase = ['python3'];

export interface Start {
  /** The words of process 1, and where each comes from. */
  argv: { word: string; from: 'ENTRYPOINT' | 'CMD' | 'CMD of the base' | 'docker run' }[];
  /** What happens when the words are executed, one sentence each. */
  remarks: string[];
}

/**
 * What the engine starts as process 1. Words after the image name replace CMD. ENTRYPOINT comes before what
 * is left. An ENTRYPOINT clears the CMD of the base. Source: Dockerfile reference, “Understand how CMD and
 * ENTRYPOINT interact”.
 */
export function startOf(entrypoint: Choice, cmd: Choice, run: Choice): Start {
  const rest =
    run.words.length > 0
      ? from('docker run', run.words)
      : cmd.form !== undefined
        ? from('CMD', cmd.words)
        : entrypoint.form === undefined
          ? from('CMD of the base', cmdOfBase)
          : [];
  const argv = [...from('ENTRYPOINT', entrypoint.words), ...rest];
  return { argv, remarks: remarksOn(argv.map(({ word }) => word)) };
}

function from(origin: Start['argv'][number]['from'], words: readonly string[]): Start['argv'] {
  return words.map((word) => ({ word, from: origin }));
}

function remarksOn([program = '', ...words]: string[]): string[] {
  if (program.startsWith('--'))
    return [`The container does not start: there is no program named ${program}.`];
  if (program === 'python3') return ['Python starts, finds no terminal to read from, and exits.'];
  if (program === 'sh') return ['A shell is process 1, and score.py is not started: sh replaced the CMD.'];
  if (program === '/bin/sh') return onShell(words);
  return onProgram(words.slice(1));
}

/** `words` are those after /bin/sh. Words after the command line are parameters of the shell: $0 and so on. */
function onShell([, line = '', ...unseen]: string[]): string[] {
  if (line.startsWith('--')) return [`The shell treats ${line} as one of its own options and exits.`];
  const first =
    'The shell is process 1 and starts Python as its child. The stop signal goes to the shell, which does not pass it on.';
  if (unseen.length === 0) return [first];
  return [
    first,
    `score.py does not see ${unseen.join(' ')}: words after the command of sh -c are parameters of the shell.`,
  ];
}

/** `words` are those after `python score.py`. */
function onProgram(words: string[]): string[] {
  const first = 'Python is process 1 and gets the stop signal.';
  if (words.length === 0) return [first];
  const isOption = words[0]?.startsWith('--') === true;
  return [
    first,
    `score.py gets ${words.map((word) => JSON.stringify(word)).join(', ')}${isOption ? '' : ' as arguments, which was not the intention'}.`,
  ];
}
