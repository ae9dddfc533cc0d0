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

/** Copies beyond this limit are not compared, so that the work stays linear. */
const maxCopies = 200;

/** Finds each `rm` of files that an earlier instruction of the final image copied, downloaded or installed. */
export function lateRemovals({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  /** Line on which a path was first written, by absolute path. */
  const createdOn = new Map<string, number>();
  const copies: { path: string; line: number }[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (instruction, { workdir, shell }) => {
    const created = new Set<string>();
    const path = copiedTo(instruction, workdir, dockerfile);
    if (path !== undefined) {
      const files = copyOf(instruction, dockerfile)!.sources.flatMap(fileName);
      // A source with the name of a file is one path. Any other may be a folder with any content.
      if (files.length > 0)
        for (const file of [path, ...files.map((name) => resolvePath(path, name))]) created.add(file);
      else if (copies.length < maxCopies) copies.push({ path, line: instruction.startLine });
    }
    for (const command of shellCommands(instruction, shell)) {
      if (baseName(command.words[0]!) !== 'rm') {
        for (const written of createdPaths(command, workdir)) created.add(written);
        continue;
      }
      for (const target of removed(command, workdir)) {
        if (created.has(target)) continue;
        const line =
          createdOn.get(target) ??
          copies.find((copy) => copy.path !== '/' && isInside(target, copy.path))?.line;
        if (line === undefined) continue;
        found.push({
          ...rangeOfSpan(command.span),
          severity: 'info',
          message: `This hides ${truncate(target)}, but its bytes stay in the layer of line ${line}. Delete it in the step that creates it, or do not add it at all.`,
        });
        break;
      }
    }
    for (const written of created) if (!createdOn.has(written)) createdOn.set(written, instruction.startLine);
  });
  return found;
}

/** `data.csv` for `raw/data.csv`; nothing for a source that may be a folder. */
function fileName(source: string): string[] {
  return /(?:^|\/)([^/*?]+\.\w+)$/u.exec(source)?.slice(1, 2) ?? [];
}

function removed({ words }: ShellCommand, workdir: string): string[] {
  return words
    .slice(1)
    .filter((word) => !word.startsWith('-') && !/[$`]/u.test(word))
    .map((word) => resolvePath(workdir, word.replace(/\/\*$/u, '')));
}

/** The paths that a command creates, for the few commands whose text shows them. */
function createdPaths({ words }: ShellCommand, workdir: string): string[] {
  const name = baseName(words[0]!);
  const after = (...options: string[]) =>
    words.flatMap((word, i) => (options.includes(word) && words[i + 1] !== undefined ? [words[i + 1]!] : []));
  if (name === 'apt-get' || name === 'apt') return words.includes('update') ? ['/var/lib/apt/lists'] : [];
  if (/^pip[\d.]*$/u.test(name))
    return words.includes('install') && !words.includes('--no-cache-dir')
      ? ['/root/.cache', '/root/.cache/pip']
      : [];
  if (name === 'wget')
    return [...after('-O', '--output-document'), ...fileNamesOfUrls(words)].map((word) =>
      resolvePath(workdir, word),
    );
  if (name === 'curl') {
    const remote = words.some((word) => /^-[a-zA-Z]*O$/u.test(word) || word === '--remote-name')
      ? fileNamesOfUrls(words)
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

/** Last path component of each URL, which is the file that a plain download creates. */
function fileNamesOfUrls(words: string[]): string[] {
  return words
    .filter((word) => /^[a-z]+:\/\//u.test(word))
    .map((word) => word.split(/[?#]/u, 1)[0]!.split('/').at(-1)!)
    .filter((word) => word !== '');
}
