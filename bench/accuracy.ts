/**
 * `npm run accuracy`: compares our verdicts with the recorded results of other tools, and writes
 * `docs/results/grader-accuracy.md` and `docs/checks.md`. `-- --record` runs the tools first; `-- --only
 * <id>` runs them on the cases of one check and writes nothing. Exits with 1 if a difference has no reason or
 * a check has too few cases.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../launcher/stack.ts';
import { loadCases } from '../packages/grading/test/load-cases.ts';
import { accuracyPage, checksPage, compareAll } from './accuracy/pages.ts';
import { runAllTools, readRecord, writeRecord } from './accuracy/record.ts';
import { installTools } from './counterparts/install.ts';

const { values } = parseArgs({
  options: { record: { type: 'boolean' }, only: { type: 'string', multiple: true, default: [] } },
});
const cases = await loadCases();
for (const id of values.only)
  if (!cases.has(id))
    throw new Error(`--only ${id}: packages/grading/src/checks/${id}/cases.ts does not exist`);

const selected =
  values.only.length > 0 ? values.only.flatMap((id) => cases.get(id) ?? []) : [...cases.values()].flat();
const live = values.record === true || values.only.length > 0;
const tools = live
  ? await installTools(join(process.env.DATA_DIR ?? join(root, '.data'), 'counterparts'), (text) =>
      console.error(`Installing ${text}`),
    )
  : undefined;
const record = tools ? await runAllTools(selected, tools) : await readRecord();
if (values.record === true && values.only.length === 0) await writeRecord(record);

const all = await compareAll(record);
const compared = all.filter(({ id }) => values.only.length === 0 || values.only.includes(id));
const problems = compared.flatMap((check) => check.problems.map((problem) => `${check.id} ${problem}`));
for (const problem of problems) console.error(problem);
if (values.only.length === 0) {
  const written = [checksPage(), ...(problems.length === 0 ? [accuracyPage(all, record)] : [])];
  for (const { path, text } of written) await writeFile(path, text);
}
const answers = compared.flatMap(({ tools: found }) => found);
console.log(
  `${compared.length} checks, ${selected.length} cases; ${answers.reduce((sum, { agree }) => sum + agree, 0)} of ${answers.reduce((sum, { read }) => sum + read, 0)} results of other tools agree, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
