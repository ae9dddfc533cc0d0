import { formatDuration } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { type Answer, type Question, verdictWithin } from './capacity.ts';
import { limitsOf, siteCores } from './limits.ts';
import type { Options } from './options.ts';
import { roomOf } from './room.ts';
import type { Measured } from './service-times.ts';
import type { Simulated } from './simulation.ts';

/** What `npm run plan` prints. */
export function planText(
  answer: Answer,
  question: Question & Options,
  measured: Measured,
  env: RunnerEnv,
): string {
  const { exercise, machine, day } = measured;
  const lines = { ...machineLines(answer, question, measured, env), ...classLines(answer, question) };
  return `${number(question.learners)} learners, ${question.start}, ${question.editsPerMinute} submissions a minute each, for ${question.minutes} minutes.

${Object.entries(lines)
  .map(([name, text]) => `  ${name.padEnd(14)}${text}`)
  .join('\n')}

What they use of each limit, the fullest first. Above 100 %, raise it:

${limitsOf(answer, question, measured).map(limitLine).join('\n')}

Simulated with the times of runs of ${exercise} on ${machine.processors} processors (${machine.processor}), ${day}.
Pods on Kubernetes have not been measured, so there are no figures for them.`;
}

function machineLines(
  answer: Answer,
  question: Options,
  measured: Measured,
  env: RunnerEnv,
): Record<string, string> {
  const { nodes, node, simulated, siteOnNode } = answer;
  const terminals = Math.ceil(question.terminals / nodes);
  const { reservedGib, measuredGib, fixedGb, fullGb } = roomOf(node, terminals, env, measured);
  const grown = (simulated.runs * measured.diskMb.run) / 1_000;
  const site = siteCores(answer, measured).toFixed(1);
  const machines = siteOnNode
    ? `one with ${counted(node.cores, 'processor')}, site and database on it`
    : `${counted(nodes, 'node')} with ${counted(node.cores, 'processor')}, and a machine for site and database`;
  return {
    Machines: machines,
    Settings: `RUNS_AT_ONCE=${node.runsAtOnce} SANDBOX_MAX=${node.sandboxMax} TERMINALS_AT_ONCE=${terminals}`,
    Memory: `${reservedGib} GiB a node, so that every run can use its limit; ${measuredGib} GiB if all are like the measured ones`,
    Disk: `${fixedGb.toFixed(0)} GB a node before anyone comes; ${fullGb.toFixed(0)} GB if all sandboxes fill their disks`,
    Database: `grows by ${grown.toFixed(2)} GB in this time`,
    Site: `${site} processors for site and database at the most, without lessons that are read`,
  };
}

function classLines({ simulated }: Answer, { share }: Question): Record<string, string> {
  const { verdicts, runs, perMinutePeak } = simulated;
  const shares = [0.5, share, 0.99].toSorted((a, b) => a - b);
  const kept = keptShare(simulated);
  return {
    Runs: `${number(verdicts.length)} verdicts, ${number(runs - verdicts.length)} confirmations, at most ${number(perMinutePeak)} submissions a minute`,
    Waiting: shares
      .map((each) => `${percentOf(each)} within ${formatDuration(1_000 * verdictWithin(simulated, each))}`)
      .join(', '),
    'Sandbox kept': kept === undefined ? 'no learner submitted twice' : `for ${percentOf(kept)} of the edits`,
  };
}

/** The share of the submissions that found the learner's sandbox, of those that could use one. */
export function keptShare({ verdicts }: Simulated): number | undefined {
  const later = verdicts.filter(({ earlier, work }) => earlier > 0 && work !== 'install');
  if (later.length === 0) return undefined;
  return later.filter(({ work }) => work === 'edit').length / later.length;
}

function limitLine({ what, used, of }: { what: string; used: number; of: number }): string {
  return `  ${`${Math.round((used / of) * 100)} %`.padStart(7)}  ${what} (${shown(used)} of ${shown(of)})`;
}

function shown(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : number(value);
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function percentOf(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
