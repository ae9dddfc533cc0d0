/**
 * `npm run plan -- --learners 300`: simulates learners who work at the same time, and prints the machines
 * with which they do not wait too long. `--help` lists all options.
 */
import { type RunnerEnv, readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { type Question, answerFor, fewest, machinesOf } from './planning/capacity.ts';
import { checkPage } from './planning/check-page.ts';
import { help, type Options, readOptions } from './planning/options.ts';
import { planText } from './planning/plan-text.ts';
import { scalingTable } from './planning/scaling-table.ts';
import { type Measured, readMeasured } from './planning/service-times.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(help);
  else {
    const env = readRunnerEnv({});
    const question = { ...options, idleSeconds: env.SANDBOX_IDLE_SECONDS };
    const measured = await readMeasured();
    if (options.check) process.stdout.write(checkPage(measured, []));
    else if (options.table) for (const line of scalingTable(question, measured, env)) console.log(line);
    else console.log(plan(question, measured, env));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @throws Error if no number of nodes is enough */
function plan(question: Question & Options, measured: Measured, env: RunnerEnv): string {
  const { nodes, coresMax, share, waitSeconds } = question;
  const answer =
    nodes === undefined
      ? fewest(question, measured)
      : answerFor(question, measured, machinesOf(question, nodes, coresMax));
  if (answer === undefined)
    throw new Error(
      `No number of nodes is enough for ${share * 100} % of the verdicts within ${waitSeconds} s: some runs take longer than that alone. Allow more with --wait.`,
    );
  return planText(answer, question, measured, env);
}
