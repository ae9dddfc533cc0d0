import type { ContextEvidence } from '../evidence.ts';
import { readRequirement } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/** What a requirements file of the build context asks for. */
export interface RequirementsFile {
  path: string;
  requirements: (Requirement & { line: number })[];
  /** Values of `--index-url`, `--extra-index-url` and `--find-links`. */
  indexes: string[];
}

/** Longer files are locks of many hundred packages; the first lines of one are enough to judge by. */
const maxLines = 2000;
const cache = new WeakMap<ContextEvidence, Map<string, RequirementsFile[]>>();

/** The file that `-r name` means, with those it includes. Where it lies in the image is not known, so the context is searched for its name. */
export function requirementsFiles(name: string, context: ContextEvidence | undefined): RequirementsFile[] {
  if (context === undefined) return [];
  const byName = cache.get(context) ?? new Map<string, RequirementsFile[]>();
  cache.set(context, byName);
  const known = byName.get(name);
  if (known !== undefined) return known;
  const files: RequirementsFile[] = [];
  byName.set(name, files);
  const plain = name.replace(/^(?:\.?\/)+/u, '');
  const base = plain.slice(plain.lastIndexOf('/') + 1);
  const candidates = context.files.filter(({ path, text }) => text !== undefined && (path === plain || path === base || path.endsWith(`/${base}`)));
  const found = candidates.find(({ path }) => path === plain) ?? candidates.find(({ path }) => plain.endsWith(path) || path.endsWith(plain)) ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (found?.text === undefined) return files;
  const read = readFile(found.path, found.text);
  files.push(read.file, ...read.includes.slice(0, 10).flatMap((included) => requirementsFiles(included, context)));
  return files;
}

function readFile(path: string, text: string): { file: RequirementsFile; includes: string[] } {
  const file: RequirementsFile = { path, requirements: [], indexes: [] };
  const includes: string[] = [];
  for (const [at, written] of text.split('\n', maxLines).entries()) {
    const line = written.replace(/(?:^|\s)#.*$/u, '').replace(/\\\s*$/u, '').trim();
    const option = /^(-r|--requirement|-i|--index-url|--extra-index-url|-f|--find-links)(?:[ \t=]+|(?<=^-[rif]))(\S+)/u.exec(line);
    if (option?.[1] === '-r' || option?.[1] === '--requirement') includes.push(option[2]!);
    else if (option !== null) file.indexes.push(option[2]!);
    const requirement = line === '' || line.startsWith('-') ? undefined : readRequirement(line.split(/\s;|;\s/u, 1)[0]!.replace(/\s--hash=.*$/u, ''));
    if (requirement !== undefined) file.requirements.push({ ...requirement, line: at + 1 });
  }
  return { file, includes };
}
