import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../launcher/stack.ts';
import type { Counterpart, FindingCase } from '../../packages/grading/src/check/finding-case.ts';
import type { Tools } from '../counterparts/install.ts';
import { rulesOf } from '../counterparts/rules.ts';
import { runTool } from '../counterparts/run-tool.ts';

const file = join(root, 'packages/grading/test-data/counterparts.json');

/** What each tool reported for each case, as `<rule>:<line>`, by `caseKey`. */
export interface CounterpartRecord {
  versions: Record<Counterpart, string>;
  /** Every rule that each tool has. */
  rules: Record<Counterpart, string[]>;
  cases: Record<string, Record<Counterpart, string[]>>;
}

/** 16 hexadecimal digits that identify what the tools see of a case: its Dockerfile and its .dockerignore. */
export function caseKey({ dockerfile, context }: FindingCase): string {
  return createHash('sha256')
    .update(JSON.stringify([dockerfile, context?.dockerignore ?? null]))
    .digest('hex')
    .slice(0, 16);
}

/** @throws if nothing has been recorded yet */
export async function readRecord(): Promise<CounterpartRecord> {
  return JSON.parse(await readFile(file, 'utf8')) as CounterpartRecord;
}

/** Writes one line per case, sorted, so that a diff shows what changed. */
export async function writeRecord({ versions, rules, cases }: CounterpartRecord): Promise<void> {
  const lines = Object.keys(cases)
    .toSorted()
    .map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(cases[key])}`);
  await writeFile(
    file,
    `{\n  "versions": ${JSON.stringify(versions)},\n  "rules": ${JSON.stringify(rules)},\n  "cases": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
}

/** Runs every tool on all cases at once. */
export async function runAllTools(cases: FindingCase[], tools: Tools): Promise<CounterpartRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'cases-'));
  try {
    const keys = new Map(cases.map((row) => [caseKey(row), row]));
    for (const [key, { dockerfile, context }] of keys) {
      await mkdir(join(folder, key));
      await writeFile(join(folder, key, 'Dockerfile'), dockerfile);
      if (context?.dockerignore !== undefined)
        await writeFile(join(folder, key, '.dockerignore'), context.dockerignore);
    }
    const answers = await Promise.all(
      (Object.keys(tools.versions) as Counterpart[]).map(
        async (tool) => [tool, await runTool(tool, tools, folder)] as const,
      ),
    );
    const ofCase = (key: string) =>
      Object.fromEntries(answers.map(([tool, answersOfTool]) => [tool, answersOfTool.get(key)!])) as Record<
        Counterpart,
        string[]
      >;
    return {
      versions: tools.versions,
      rules: await rulesOf(tools),
      cases: Object.fromEntries([...keys.keys()].map((key) => [key, ofCase(key)])),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
