import { envSchema } from '../../lib/platform/env-schema.ts';
import type { Answer, Question } from './capacity.ts';
import { type Measured, siteCoreSeconds } from './service-times.ts';
import { waitingCores } from './waiting-pages.ts';

/** Something that learners use up. */
export interface Limit {
  what: string;
  used: number;
  /** What there is: a default of a setting, or what the machines of the plan have. */
  of: number;
}

/** What the simulated learners use of each limit, the fullest first. */
export function limitsOf(
  answer: Answer,
  { learners, terminals }: Pick<Question, 'learners'> & { terminals: number },
  measured: Measured,
): Limit[] {
  const { simulated, nodes, node, siteOnNode } = answer;
  const fallback = (name: keyof typeof envSchema.shape) => Number(envSchema.shape[name].parse(undefined));
  const setting = (name: keyof typeof envSchema.shape, used: number): Limit => {
    return { what: name, used, of: fallback(name) };
  };
  const { queuePeak, perHourPeak, usedCoreSeconds, endSeconds, sandboxesPeak } = simulated;
  const limits: Limit[] = [
    {
      what: 'processors of the nodes, on average',
      used: usedCoreSeconds / endSeconds,
      of: nodes * node.cores,
    },
    { what: 'SANDBOX_MAX, on the fullest node', used: sandboxesPeak, of: node.sandboxMax },
    setting('RUN_QUEUE_MAX', queuePeak),
    setting('QUEUED_RUNS_PER_NETWORK', queuePeak),
    setting('SUBMISSIONS_PER_NETWORK_PER_HOUR', perHourPeak),
    setting('LEARNERS_PER_NETWORK_PER_HOUR', learners),
    setting('TERMINALS_MAX', terminals),
  ];
  if (!siteOnNode)
    limits.push({ what: 'one processor for site and database', used: siteCores(answer, measured), of: 1 });
  return limits.sort((a, b) => b.used / b.of - a.used / a.of);
}

/** Processors that site and database use at the most: for runs, and for pages that wait. */
export function siteCores({ simulated }: Answer, measured: Measured): number {
  const { verdicts, perMinutePeak, queuePeak } = simulated;
  const seconds = verdicts.reduce((sum, { work }) => sum + siteCoreSeconds(measured.batches[work]), 0);
  return (perMinutePeak / 60) * (seconds / verdicts.length) + waitingCores(measured.waitingPages)(queuePeak);
}
