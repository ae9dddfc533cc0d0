import { formatDuration } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { type Question, fewest, verdictWithin } from './capacity.ts';
import { limitsOf, siteCores } from './limits.ts';
import type { Options } from './options.ts';
import { keptShare, percentOf } from './plan-text.ts';
import { roomOf } from './room.ts';
import type { Measured } from './service-times.ts';

const sizes = [30, 100, 300, 1_000, 10_000];

/** The table of docs/scaling.md, one line after the other. */
export function* scalingTable(
  question: Question & Options,
  measured: Measured,
  env: RunnerEnv,
): Generator<string> {
  yield '| learners | machines for runs | memory of each: limits, measured | disk of each | processors for the site | 95 % of the verdicts | edits that find their sandbox | limits that are reached, in percent |';
  yield '|---|---|---|---|---|---|---|---|';
  for (const learners of sizes) yield row({ ...question, learners }, measured, env);
}

function row(question: Question & Options, measured: Measured, env: RunnerEnv): string {
  const answer = fewest(question, measured);
  if (answer === undefined) return `| ${question.learners.toLocaleString('en')} | no number is enough |`;
  const { nodes, node, simulated, siteOnNode } = answer;
  const { reservedGib, measuredGib, fixedGb } = roomOf(node, 0, env, measured);
  const reached = limitsOf(answer, question, measured).filter(({ used, of }) => used > of);
  return `| ${[
    question.learners.toLocaleString('en'),
    `${nodes} with ${node.cores} processors`,
    `${reservedGib} GiB, ${measuredGib} GiB`,
    `${fixedGb.toFixed(0)} GB and more`,
    siteOnNode
      ? `of the same machine, up to ${siteCores(answer, measured).toFixed(1)}`
      : siteCores(answer, measured).toFixed(1),
    formatDuration(1_000 * verdictWithin(simulated, 0.95)),
    percentOf(keptShare(simulated) ?? 0),
    reached
      .map(({ what, used, of }) => `${what} ${Math.round((100 * used) / of).toLocaleString('en')}`)
      .join('; ') || 'none',
  ].join(' | ')} |`;
}
