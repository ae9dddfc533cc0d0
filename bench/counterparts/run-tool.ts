import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Counterpart } from '../../packages/grading/src/check/finding-case.ts';
import type { Tools } from './install.ts';
import { kicsIds } from './rules.ts';

const run = promisify(execFile);
const maxBuffer = 1e9;

/** What a tool reports for each case: `<rule>:<line>`, sorted; the line is 0 if the tool reports none. */
export type Answers = Map<string, string[]>;
/** The rule recorded for a case that the tool could not read, or not completely. */
export const unread = 'unread';

/**
 * Runs one tool on a folder of cases, `<case>/Dockerfile` with an optional `.dockerignore` next to it.
 *
 * @returns an entry for every case, even if the tool finds nothing
 * @throws if the tool cannot be run or its output does not have the expected format
 */
export async function runTool(tool: Counterpart, tools: Tools, folder: string): Promise<Answers> {
  const found = new Map<string, Set<string>>(
    (await readdir(folder)).toSorted().map((name) => [name, new Set()]),
  );
  const add = (name: string, rule: string, line: number) => {
    const answers = found.get(name);
    if (!answers) throw new Error(`${tool} reports on ${name}, which is not one of the cases`);
    answers.add(`${rule}:${line}`);
  };
  await toolRunners[tool](tools, folder, [...found.keys()], add);
  return new Map([...found].map(([name, answers]) => [name, [...answers].toSorted()]));
}

type ToolRunner = (
  tools: Tools,
  folder: string,
  names: string[],
  add: (name: string, rule: string, line: number) => void,
) => Promise<void>;

/** Our own program around the tool's library, which prints the verdicts by case. */
const program =
  (command: (tools: Tools) => [file: string, ...args: string[]]): ToolRunner =>
  async (tools, folder, _names, add) => {
    const [file, ...args] = command(tools);
    const { stdout } = await run(file, [...args, folder], { maxBuffer });
    for (const [name, verdicts] of Object.entries(JSON.parse(stdout) as Record<string, [string, number][]>)) {
      for (const [rule, line] of verdicts) add(name, rule, line);
    }
  };

const toolRunners: Record<Counterpart, ToolRunner> = {
  buildkit: program(({ library }) => [library, 'buildkit']),
  trivy: program(({ library }) => [library, 'trivy']),
  checkov: program(({ python }) => [python, join(import.meta.dirname, 'checkov_each.py')]),
  hadolint: runHadolint,
  kics: runKics,
};

/** DL3057 is off unless it is given a level. DL1000 means that the file could not be parsed. */
async function runHadolint(
  tools: Tools,
  folder: string,
  names: string[],
  add: Parameters<ToolRunner>[3],
): Promise<void> {
  const files = names.map((name) => join(name, 'Dockerfile'));
  const { stdout } = await run(
    tools.hadolint,
    ['--no-fail', '--no-color', '--info', 'DL3057', '--format', 'json', ...files],
    { cwd: folder, maxBuffer },
  );
  for (const { file, code, line } of JSON.parse(stdout) as { file: string; code: string; line: number }[]) {
    if (code === 'DL1000') add(dirname(file), unread, 0);
    else if (code.startsWith('DL')) add(dirname(file), code, line);
  }
}

async function runKics(
  tools: Tools,
  folder: string,
  _names: string[],
  add: Parameters<ToolRunner>[3],
): Promise<void> {
  const { program: kics, queries, libraries } = tools.kics;
  const ids = await kicsIds(queries);
  const output = await mkdtemp(join(tmpdir(), 'kics-'));
  try {
    const from = [
      '--path',
      '.',
      '--type',
      'Dockerfile',
      '--queries-path',
      queries,
      '--libraries-path',
      libraries,
      '--exclude-gitignore',
      '--disable-secrets',
    ];
    await run(
      kics,
      [
        'scan',
        ...from,
        '--ci',
        '--no-progress',
        '--ignore-on-exit',
        'results',
        '--report-formats',
        'json',
        '--output-path',
        output,
      ],
      { cwd: folder, maxBuffer },
    );
    const report = JSON.parse(await readFile(join(output, 'results.json'), 'utf8')) as {
      queries: { query_id: string; files: { file_name: string; line: number }[] }[];
    };
    for (const { query_id, files } of report.queries) {
      for (const { file_name, line } of files)
        add(basename(dirname(file_name)), ids.get(query_id) ?? query_id, line);
    }
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
