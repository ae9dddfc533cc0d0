import { createHash, type Hash } from 'node:crypto';
import type { ContextFile } from '@dfm/contracts';
import { copiesPath, sourcesOutsideContext } from '@dfm/dockerfile/copies/copied-paths';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction, Stage } from '@dfm/dockerfile/syntax/model';

/**
 * A key for each step of a build, by its Dockerfile line. Steps with the same key in two builds have the same
 * result.
 */
export type StepKeys = ReadonlyMap<number, string>;

/** The inputs of a build. */
export interface BuildInput {
  dockerfile: Dockerfile;
  /** The build context as COPY sees it: after .dockerignore. */
  files: readonly ContextFile[];
  buildArgs: Readonly<Record<string, string>>;
}

/** A Dockerfile that exceeds this gets no keys. Exercises copy far fewer files. */
const maxComparisons = 1_000_000;

/**
 * Similar to BuildKit's cache keys, but derived from the text: a key covers all instructions above the step
 * in its stage that affect it, the content of the files it copies, and the stages and base image it depends
 * on. Stricter than BuildKit, which also finds equal results of different steps.
 */
export function stepKeys({ dockerfile, files, buildArgs }: BuildInput): StepKeys {
  const keys = new Map<number, string>();
  const copying = dockerfile.instructions.filter(({ keyword }) => factsOf(keyword).readsFiles).length;
  if (copying * files.length > maxComparisons) return keys;
  const contents = files.map((file) => ({ path: file.path, digest: digestOf(file) }));
  const given = JSON.stringify([Object.entries(buildArgs).toSorted(), [...dockerfile.globals]]);
  const stageKeys: string[] = [];
  const byName = new Map<string, number>();
  for (const stage of dockerfile.stages) {
    let key = hashed((hash) => hash.update(given).update(baseOf(stage, stageKeys)));
    for (const instruction of stage.instructions) {
      const { affectsLaterSteps, readsFiles } = factsOf(instruction.keyword);
      if (!affectsLaterSteps) continue;
      key = hashed((hash) => {
        hash.update(key).update(textOf(instruction));
        if (!readsFiles) return;
        for (const source of sourcesOutsideContext(instruction))
          hash.update(stageKeys[byName.get(source.toLowerCase()) ?? Number(source)] ?? source);
        for (const { path, digest } of contents)
          if (copiesPath(instruction, path, dockerfile)) hash.update(path).update(digest);
      });
      keys.set(instruction.startLine, key);
    }
    stageKeys.push(key);
    if (stage.name !== undefined) byName.set(stage.name, stage.index);
  }
  return keys;
}

function baseOf({ base, parent, from }: Stage, stageKeys: readonly string[]): string {
  return JSON.stringify([parent === undefined ? base : stageKeys[parent], from.flags]);
}

function textOf({ keyword, flags, args, heredocs }: Instruction): string {
  return JSON.stringify([
    keyword,
    flags,
    args,
    heredocs.map(({ body, expand, chomp }) => [body, expand, chomp]),
  ]);
}

function digestOf({ data, encoding, mode }: ContextFile): Buffer {
  return createHash('sha256').update(String(mode)).update(Buffer.from(data, encoding)).digest();
}

function hashed(feed: (hash: Hash) => unknown): string {
  const hash = createHash('sha256');
  feed(hash);
  return hash.digest('hex');
}
