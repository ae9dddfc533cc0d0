/**
 * `npm start`: runs the complete product on this machine until Ctrl C. `npm run dev` (`--dev`): the same, but
 * pages and the runner follow every edit.
 */
import { join } from 'node:path';
import { formatDuration } from '@dfm/contracts/quantity';
import { makeAdminLink } from './admin-link.ts';
import { CleanUps } from './clean-ups.ts';
import { giveToOwner } from './owner.ts';
import { root, startStack } from './stack.ts';
import { printLine } from './steps.ts';
import { onStopRequest } from './stop-request.ts';

const cleanUps = new CleanUps();
const startedAt = Date.now();
let stopping = false;

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const starting = startStack(cleanUps, {
  dataDir,
  port: Number(process.env.PORT ?? 3000),
  mode: process.argv.includes('--dev') ? 'development' : 'production',
});

onStopRequest(async () => {
  stopping = true;
  console.log('\n  stopping …');
  await cleanUps.run();
  await starting.catch(() => {});
  await giveToOwner();
  console.log('✓ stopped');
  process.exit(0);
});

const elapsed = () => formatDuration(Date.now() - startedAt);

try {
  const { url, databaseUrl, runner, prepared } = await starting;
  if (!stopping) {
    printLine(`\nDocker for ML is at ${url}  (${elapsed()})`);
    const adminLink = await makeAdminLink(databaseUrl, { onlyFirst: true });
    if (adminLink !== undefined)
      printLine(`To teach, open this link and become the admin (it works once): ${url}${adminLink}`);
    printLine('Press Ctrl C to stop.');
  }
  const reason = await runner;
  if (!stopping && reason)
    printLine(
      `\nExercises cannot be run: ${reason.message}.\nTo fix it:  ${reason.command}\nLessons, quizzes and the checks in the editor work without this.`,
    );
  if (!stopping && !reason) printLine(`✓ exercises can be run  (${elapsed()})`);
  await prepared;
  if (!stopping && !reason) printLine(`✓ everything is prepared  (${elapsed()})`);
} catch (error) {
  if (!stopping) {
    console.error(
      `\n${error instanceof Error ? error.message : String(error)}\n\nFix the problem and run npm start again. Nothing is lost, and completed steps are skipped.`,
    );
    await giveToOwner();
    process.exit(1);
  }
}
