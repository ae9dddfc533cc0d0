import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { splitWords } from '@dfm/dockerfile/syntax/words';
import type { Check, StaticFinding } from '../../check/check.ts';

export const cloneRef: Check = {
  meta: {
    id: 'clone-ref',
    title: 'Git repository without a tag or commit',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 4,
    needs: ['static'],
    also: [],
    detects:
      'A git clone without a tag or commit (with --branch or a checkout in the same RUN), and an ADD of a repository without one.',
    why: 'The clone contains whatever was pushed last on the day of the build. The builder then keeps the step in its cache, so the same line can give different code in your image and in that of a colleague.',
    fix: 'Name a tag with --branch, or check out a commit in the same RUN. For a single commit without history, use ADD https://host/repository.git#<commit>.',
    bad: 'RUN git clone https://git.example/team/tool.git /opt/tool',
    good: 'RUN git clone --branch v1.4.0 --depth 1 https://git.example/team/tool.git /opt/tool',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const added = dockerfile.instructions.flatMap((instruction): StaticFinding[] => {
    if (instruction.keyword !== 'ADD') return [];
    const sources = (
      instruction.json ?? splitWords(instruction.args, dockerfile.escape).map(({ text }) => text)
    ).slice(0, -1);
    const open = sources.find(isOpenAddress);
    return open === undefined
      ? []
      : [
          {
            ...rangeOf(instruction),
            message: `This adds ${truncate(open, 80)} as it is on the day of the build. Add a tag or commit to the URL: #<commit>.`,
          },
        ];
  });
  const cloned = everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command, at): StaticFinding[] => {
      const branch = clonedBranch(command);
      if (branch === undefined || isFixed(branch) || commands.slice(at + 1).some(checksOut)) return [];
      const what = branch === '' ? 'the repository as it is' : `the branch ${truncate(branch, 80)} as it is`;
      return [
        {
          ...rangeOfSpan(command.span),
          message: `This clones ${what} on the day of the build. Name a tag with --branch, or check out a commit in the same RUN.`,
        },
      ];
    }),
  );
  return [...added, ...cloned].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Options of git clone, and of git itself, whose value is the next word (git-clone(1)). */
const valued = new Set([
  '-b',
  '--branch',
  '-o',
  '--origin',
  '-u',
  '--upload-pack',
  '--reference',
  '--reference-if-able',
  '--separate-git-dir',
  '--depth',
  '-j',
  '--jobs',
  '-c',
  '--config',
  '--filter',
  '--template',
  '--shallow-since',
  '--shallow-exclude',
  '--revision',
  '-C',
  '--git-dir',
  '--work-tree',
]);

/**
 * The ref that a `git clone` requests, or an empty string if none; undefined for any other command and for a
 * clone of a local path.
 */
function clonedBranch({ words }: ShellCommand): string | undefined {
  if (baseName(words[0]!) !== 'git') return undefined;
  let ref = '';
  const plain: string[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at]!;
    if (!word.startsWith('-')) {
      plain.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const value =
      equals >= 0
        ? word.slice(equals + 1)
        : valued.has(name)
          ? (words[(at += 1)] ?? '')
          : /^-b./u.test(word)
            ? word.slice(2)
            : '';
    if (/^(?:-b.*|--branch|--revision)$/u.test(name)) ref = value;
  }
  const [verb, address] = plain;
  return verb !== 'clone' || address === undefined || /^[./]|^file:/u.test(address) ? undefined : ref;
}

/** Whether a ref is a tag or commit: it contains a digit or a variable. Names of branches are words. */
function isFixed(ref: string): boolean {
  return /\d|\$/u.test(ref) && !/^(?:release|releases|dev|develop|feature)\/|[-/.]x$/u.test(ref);
}

/** Whether a command checks out or fetches a commit or tag. */
function checksOut({ words }: ShellCommand): boolean {
  if (baseName(words[0]!) !== 'git') return false;
  const at = words.findIndex((word) => /^(?:checkout|switch|reset|fetch)$/u.test(word));
  return (
    at > 0 &&
    words
      .slice(at + 1)
      .some(
        (word) =>
          !word.startsWith('-') && !/^(?:origin|main|master|develop|dev|HEAD|FETCH_HEAD|--)$/u.test(word),
      )
  );
}

function isOpenAddress(source: string): boolean {
  const repository =
    /^(?:git@|git:\/\/|ssh:\/\/)/u.test(source) || /^https?:\/\/[^?#]+\.git(?:[?#]|$)/u.test(source);
  return repository && !/[?&](?:ref|tag|commit|checksum)=/u.test(source) && !/#[^:]/u.test(source);
}
