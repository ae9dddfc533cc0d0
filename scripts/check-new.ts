import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkId, checkSkeleton, registered } from '../packages/grading/src/new/check-skeleton.ts';

const usage = `Usage: npm run check:new -- <id>

Creates the files of a new check, registers it, and prints the next steps. An ID is lower-case words joined by hyphens.
`;

const folder = join(import.meta.dirname, '../packages/grading/src/checks');
const [id = ''] = process.argv.slice(2);
if (!checkId.test(id)) {
  console.error(usage);
  process.exitCode = 2;
} else if (existsSync(join(folder, id))) {
  console.error(`The check ${id} already exists. Nothing was written.`);
  process.exitCode = 1;
} else {
  for (const [path, text] of Object.entries(checkSkeleton(id))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: 'wx' });
    console.log(`packages/grading/src/checks/${path}`);
  }
  const registry = join(folder, 'registry.ts');
  writeFileSync(registry, registered(readFileSync(registry, 'utf8'), id));
  console.log(`packages/grading/src/checks/registry.ts
  It reports MAINTAINER lines until you change it. Next:
  1. Replace every WRITE: in both files; say what it detects, and add cases with near misses.
  2. npm run test:unit -- packages/grading/test/cases.test.ts
  3. npm run accuracy      regenerates docs/checks.md
  4. npm test -- format types lint wording dead-code unit      reports what is missing
  A check that names rules of other tools under also is compared with them. To see the comparison for its cases:
  npm run accuracy -- --only ${id}. To record the results of all tools for all checks: npm run accuracy -- --record
`);
}
