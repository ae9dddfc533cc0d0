import { percentile } from '../measures/percentiles.ts';
import { type Random, seeded } from './random.ts';
import { type Measured, fitWork, workDraws } from './service-times.ts';
import { type NodeSetting, type Simulated, simulate } from './simulation.ts';
import { waitingCores } from './waiting-pages.ts';
import { type Habits, type Start, workloadOf } from './workloads.ts';

export interface Question extends Habits {
  start: Start;
  /** Share of the verdicts that should arrive within `waitSeconds`. */
  share: number;
  waitSeconds: number;
  /** The largest node that is considered. */
  coresMax: number;
  /** Sandboxes that a node keeps for learners who have no run in progress. */
  kept: number;
  idleSeconds: number;
  seed: number;
}

/** Of large numbers of nodes. */
const precision = 0.02;

export interface Machines {
  nodes: number;
  node: NodeSetting;
  /** Whether site and database are on the only node. */
  siteOnNode: boolean;
}

export interface Answer extends Machines {
  simulated: Simulated;
}

/**
 * The smallest machine, or the fewest nodes of the largest size, with which the verdicts arrive in time.
 * Large numbers of nodes are found to within 2 %. More nodes can be slower, because a learner's next run may
 * be on a node without the learner's sandbox, so a smaller number than the one found may be enough too.
 *
 * @returns undefined if no number of nodes is enough
 */
export function fewest(question: Question, measured: Measured): Answer | undefined {
  const { learners, coresMax } = question;
  const accept = (nodes: number, cores: number) => {
    const answer = answerFor(question, measured, machinesOf(question, nodes, cores));
    return verdictWithin(answer.simulated, question.share) <= question.waitSeconds ? answer : undefined;
  };
  // With two processors for each learner, no run waits and none shares its processors.
  const enough = Math.max(2, Math.ceil((2 * learners) / coresMax));
  const single = smallest({ from: 1, to: coresMax, near: 1 }, (cores) => accept(1, cores));
  if (single !== undefined) return single;
  const near = Math.round(coresInUse(question, measured) / coresMax);
  return smallest({ from: 2, to: enough, near }, (nodes) => accept(nodes, coresMax));
}

/** Processors that are in use if learners never wait and find their sandboxes. */
function coresInUse({ learners, editsPerMinute }: Question, { batches, machine }: Measured): number {
  const { coreSeconds } = fitWork(batches.edit, machine.processors);
  return learners * (editsPerMinute / 60) * coreSeconds;
}

/** Nodes of one size. A node executes 1.5 runs at once for each processor, as 3 on the 2 that were measured. */
export function machinesOf(
  { kept, idleSeconds }: Pick<Question, 'kept' | 'idleSeconds'>,
  nodes: number,
  cores: number,
): Machines {
  const runsAtOnce = Math.ceil(1.5 * cores);
  const node = { cores, runsAtOnce, sandboxMax: runsAtOnce + kept, idleSeconds };
  return { nodes, node, siteOnNode: nodes === 1 };
}

/** Simulates the learners of the question on given machines. */
export function answerFor(question: Question, measured: Measured, machines: Machines): Answer {
  const random: Random = seeded(question.seed);
  const workload = workloadOf(question.start, question, random);
  const draw = workDraws(measured, machines.siteOnNode, random);
  const siteCores = machines.siteOnNode ? waitingCores(measured.waitingPages) : undefined;
  return { ...machines, simulated: simulate({ ...machines, workload, draw, siteCores }, random) };
}

/** The time within which a share of the verdicts arrives. */
export function verdictWithin({ verdicts }: Simulated, share: number): number {
  return percentile(
    verdicts.map(({ verdictSeconds }) => verdictSeconds),
    share,
  );
}

interface Range {
  from: number;
  to: number;
  /** Where the search begins. */
  near: number;
}

/** Doubles a number until it is accepted, then halves its distance to the largest that was not. */
function smallest<T>({ from, to, near }: Range, accept: (number: number) => T | undefined): T | undefined {
  let below = from - 1;
  let above = Math.min(Math.max(near, from), to);
  let found = accept(above);
  while (found === undefined) {
    if (above === to) return undefined;
    below = above;
    above = Math.min(2 * above, to);
    found = accept(above);
  }
  while (above - below > Math.max(1, precision * above)) {
    const middle = Math.floor((below + above) / 2);
    const better = accept(middle);
    if (better === undefined) below = middle;
    else [above, found] = [middle, better];
  }
  return found;
}
