import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { copiedTo } from '@dfm/dockerfile/copies/copied-to';
import { copyOf } from '@dfm/dockerfile/copies/copies';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { isInside } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, resolvePath, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { StaticFinding } from '../../check/check.ts';

/** More copies than this in one chain are not compared, so that the work stays linear. */
const maxCopies = 200;

/** `rm` of what an earlier instruction of the final chain copied, downloaded or installed. */
export function lateRemovals({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  /** Where a path was first written, by absolute path. */
  const made = new Map<string, number>();
  const copies: { path: string; line: number }[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { workdir, shell }) => {
    const here = new Set<string>();
    const path = copiedTo(instruction, workdir, dockerfile);
    if (path !== undefined) {
      const files = copyOf(instruction, dockerfile)!.sources.flatMap(fileName);
      // A source named like a file is one path; any other may be a folder with anything in it.
      if (files.length > 0)
        for (const file of [path, ...files.map((name) => resolvePath(path, name))]) here.add(file);
      else if (copies.length < maxCopies) copies.push({ path, line: instruction.startLine });
    }
    for (const command of shellCommands(instruction, shell)) {
      if (baseName(command.words[0]!) !== 'rm') {
        for (const written of pathsMade(command, workdir)) here.add(written);
        continue;
      }
      for (const target of removed(command, workdir)) {
        if (here.has(target)) continue;
        const line =
          made.get(target) ?? copies.find((copy) => copy.path !== '/' && isInside(target, copy.path))?.line;
        if (line === undefined) continue;
        found.push({
          ...rangeOfSpan(command.span),
          severity: 'info',
          message: `This hides ${truncate(target)} but does not free its bytes: they are in the layer of line ${line}. Remove it in the step that makes it, or do not bring it in.`,
        });
        break;
      }
    }
    for (const written of here) if (!made.has(written)) made.set(written, instruction.startLine);
  });
  return found;
}

/** `data.csv` of `raw/data.csv`; nothing for what may be a folder. */
function fileName(source: string): string[] {
  return /(?:^|\/)([^/*?]+\.\w+)$/u.exec(source)?.slice(1, 2) ?? [];
}

function removed({ words }: ShellCommand, workdir: string): string[] {
  return words
    .slice(1)
    .filter((word) => !word.startsWith('-') && !/[$`]/u.test(word))
    .map((word) => resolvePath(workdir, word.replace(/\/\*$/u, '')));
}

/** What a command leaves behind, for the few commands where the text tells. */
function pathsMade({ words }: ShellCommand, workdir: string): string[] {
  const name = baseName(words[0]!);
  const after = (...options: string[]) =>
    words.flatMap((word, i) => (options.includes(word) && words[i + 1] !== undefined ? [words[i + 1]!] : []));
  if (name === 'apt-get' || name === 'apt') return words.includes('update') ? ['/var/lib/apt/lists'] : [];
  if (/^pip[\d.]*$/u.test(name))
    return words.includes('install') && !words.includes('--no-cache-dir')
      ? ['/root/.cache', '/root/.cache/pip']
      : [];
  if (name === 'wget')
    return [...after('-O', '--output-document'), ...addressed(words)].map((word) =>
      resolvePath(workdir, word),
    );
  if (name === 'curl') {
    const remote = words.some((word) => /^-[a-zA-Z]*O$/u.test(word) || word === '--remote-name')
      ? addressed(words)
      : [];
    return [...after('-o', '--output'), ...remote].map((word) => resolvePath(workdir, word));
  }
  if (name === 'git' && words[1] === 'clone') {
    const rest = words.slice(2).filter((word) => !word.startsWith('-'));
    const at = rest.findIndex((word) => /[:/]/u.test(word));
    const folder =
      rest[at + 1] ??
      rest[at]
        ?.replace(/\/+$/u, '')
        .replace(/\.git$/u, '')
        .split(/[/:]/u)
        .at(-1);
    return folder === undefined ? [] : [resolvePath(workdir, folder)];
  }
  return [];
}

/** Last path component of each address, which is the file a plain download makes. */
function addressed(words: string[]): string[] {
  return words
    .filter((word) => /^[a-z]+:\/\//u.test(word))
    .map((word) => word.split(/[?#]/u, 1)[0]!.split('/').at(-1)!)
    .filter((word) => word !== '');
}
