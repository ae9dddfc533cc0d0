import type { Lab } from '@dfm/contracts/lab';
import { scriptCommands, type ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { fullReference, readReference } from '@dfm/dockerfile/syntax/image-reference';
import { labScripts, type LabScript } from '../labs/lab-scripts.ts';

/** An image that a lab uses, and neither lists nor makes. */
interface UnknownImage {
  script: LabScript;
  /** 1-based line of the script. */
  line: number;
  name: string;
}

/**
 * The images of a lab that a learner's engine could not have: its set-up, a reference or an undo uses them,
 * and they are neither in `bases` nor made by its commands. In a wrong way, such an image may be the
 * mistake.
 */
export function unknownImages(lab: Pick<Lab, 'bases' | 'setup' | 'steps'>): UnknownImage[] {
  const scripts = labScripts(lab).map((script) => ({ script, commands: scriptCommands(script.text) }));
  const all = scripts.flatMap(({ commands }) => commands);
  const known = new Set([...lab.bases, ...all.flatMap(imagesMade)].map(canonical));
  // Compose names what it builds after the folder and the service.
  const isComposed = all.some(({ words }) => words[0] === 'docker' && words[1] === 'compose');
  const isUnknown = (name: string) => {
    const reference = readReference(name);
    // An ID, or text that only a shell can complete.
    if (typeof reference === 'string' || reference.digest !== undefined) return false;
    return !known.has(canonical(name)) && !(isComposed && reference.tag === undefined);
  };
  return scripts
    .filter(({ script }) => script.role !== 'wrong')
    .flatMap(({ script, commands }) =>
      commands.flatMap((command) =>
        imagesUsed(command)
          .filter(isUnknown)
          .map((name) => ({ script, line: command.span.start.line, name })),
      ),
    );
}

/** The complete name, so that `python` and `docker.io/library/python:latest` are the same. */
function canonical(name: string): string {
  const reference = readReference(name);
  return typeof reference === 'string' ? name : JSON.stringify(fullReference(reference));
}

const verbs = new Set(['build', 'commit', 'create', 'import', 'pull', 'run', 'tag']);

/** The verb of a `docker` command and the words after it, such as for `docker image pull`. */
function dockerCall({ words }: ShellCommand): { verb: string; rest: string[] } | undefined {
  if (words[0] !== 'docker') return undefined;
  const at = ['container', 'image', 'buildx', 'builder'].includes(words[1] ?? '') ? 2 : 1;
  const verb = words[at] ?? '';
  return verbs.has(verb) ? { verb, rest: words.slice(at + 1) } : undefined;
}

function imagesMade(command: ShellCommand): string[] {
  const call = dockerCall(command);
  const made =
    call === undefined
      ? []
      : call.verb === 'build'
        ? call.rest.flatMap((word, index) => tagIn(word, call.rest[index + 1]))
        : ['tag', 'commit', 'import'].includes(call.verb)
          ? call.rest.slice(-1)
          : [];
  return [...made, ...writtenFiles(command).flatMap(({ images, isBuilt }) => (isBuilt ? images : []))];
}

function tagIn(word: string, next = ''): string[] {
  if (word === '-t' || word === '--tag') return [next];
  const attached = /^(?:--tag=|-t)(.+)$/.exec(word)?.[1];
  return attached === undefined ? [] : [attached];
}

function imagesUsed(command: ShellCommand): string[] {
  const call = dockerCall(command);
  const isStart = call?.verb === 'run' || call?.verb === 'create' || call?.verb === 'pull';
  const isContainer = command.words[1] !== 'image' || call?.verb === 'pull';
  const started = isStart && isContainer ? firstOperand(call.rest) : undefined;
  const tagged = call?.verb === 'tag' ? call.rest[0] : undefined;
  return [started, tagged]
    .filter((name) => name !== undefined)
    .concat(writtenFiles(command).flatMap(({ images, isBuilt }) => (isBuilt ? [] : images)));
}

/** Options of `docker run`, `create` and `pull` without a value. All others have one. */
const longSwitches = new Set(
  'all-tags detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm sig-proxy tty'.split(
    ' ',
  ),
);
const shortSwitches = 'adiPqt';

/** The first word that is neither an option nor the value of one. */
function firstOperand(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith('-')) return word;
    const isLong = word.startsWith('--');
    const valued = isLong ? -1 : [...word.slice(1)].findIndex((letter) => !shortSwitches.includes(letter));
    const takesNext = isLong
      ? !word.includes('=') && !longSwitches.has(word.slice(2))
      : valued === word.length - 2;
    if (takesNext) at += 1;
  }
  return undefined;
}

/** The images of Dockerfiles and Compose files that a command writes from a here-document. */
function writtenFiles({ redirects }: ShellCommand): { images: string[]; isBuilt: boolean }[] {
  return redirects.flatMap(({ operator, target }) => {
    if (!operator.startsWith('<<')) return [];
    // Only in capital letters: Python has a statement that begins with "from", too.
    const stages = new Set([...target.matchAll(/^FROM\s.*\s(?:AS|as)\s+(\S+)/gm)].map(([, stage]) => stage));
    const froms = [...target.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)/gm)].map(([, name]) => name!);
    const composed = [...target.matchAll(/^\s+image:\s*["']?([^\s"']+)/gm)].map(([, name]) => name!);
    return [
      { images: froms.filter((name) => name !== 'scratch' && !stages.has(name)), isBuilt: false },
      // A service with an image and a build gives what it builds this name.
      { images: composed, isBuilt: /^\s+build:/m.test(target) },
    ];
  });
}
