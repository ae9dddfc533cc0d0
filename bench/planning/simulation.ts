import { Heap } from './heap.ts';
import { KeptSandboxes } from './kept-sandboxes.ts';
import type { Random } from './random.ts';
import { type Kind, RunQueue, type QueuedRun } from './run-queue.ts';
import { SharedProcessors, type Work } from './shared-processors.ts';

export interface NodeSetting {
  cores: number;
  /** RUNS_AT_ONCE */
  runsAtOnce: number;
  /** SANDBOX_MAX */
  sandboxMax: number;
  /** SANDBOX_IDLE_SECONDS */
  idleSeconds: number;
}

/** What learners do. Times are in seconds. */
export interface Workload {
  /** When each learner submits for the first time. */
  arrivals: readonly number[];
  /**
   * When a learner submits again after a verdict; undefined if not.
   *
   * @param submitted how often the learner has submitted
   */
  next: (learner: number, submitted: number, verdictAt: number) => number | undefined;
  /** Whether the packages of this submission have to be installed again, whatever the sandbox has. */
  installs: (submitted: number) => boolean;
  /** Whether a submission passes, so that it is confirmed. */
  passes: () => boolean;
}

/** The work of a run, by what its sandbox has. */
export type WorkKind =
  /** The sandbox has the course's layers and nothing of the learner. */
  | 'starter'
  /** All packages have to be installed. */
  | 'install'
  /** The learner's sandbox has the results of earlier builds. */
  | 'edit';

interface Verdict {
  work: WorkKind;
  /** How often the learner had submitted before. */
  earlier: number;
  queuedSeconds: number;
  /** From submitting. */
  verdictSeconds: number;
}

export interface Simulated {
  verdicts: Verdict[];
  /** When the last run ended. */
  endSeconds: number;
  /** Most waiting practice runs at a time. */
  queuePeak: number;
  /** Most submissions in one minute and in one hour. */
  perMinutePeak: number;
  perHourPeak: number;
  /** Practice runs in the queue or in progress, on average until the last run has ended. */
  meanActive: number;
  /** Runs of all kinds that the nodes executed. */
  runs: number;
  /** Processor time that the nodes spent on runs. */
  usedCoreSeconds: number;
  /** Most sandboxes of one node at a time. */
  sandboxesPeak: number;
}

interface Run extends QueuedRun {
  earlier: number;
  work: WorkKind;
  startedAt: number;
}

interface Node {
  processors: SharedProcessors<Run>;
  sandboxes: KeptSandboxes;
  running: Record<Kind, number>;
  /** Events of an older plan are skipped. */
  plan: number;
  /** Index among the free nodes; undefined if it executes as many runs as it may. */
  free: number | undefined;
}

type Event = { at: number } & ({ learner: number; earlier: number } | { node: Node; plan: number });

export interface Setting {
  nodes: number;
  node: NodeSetting;
  workload: Workload;
  draw: (work: WorkKind) => Work;
  /** If the site is on the only node: processors that it uses for the pages of so many waiting runs. */
  siteCores?: ((waiting: number) => number) | undefined;
}

/** However many pages wait, runs get this share of the processors. */
const leastShare = 0.1;

/**
 * Simulates learners whose runs are executed by nodes, until no one submits any more and all runs have ended.
 * The queue, the sandboxes kept for learners and the order of work follow the site and the runner; the time
 * of a run comes from `draw` and from what else is executed on its node.
 */
export function simulate(setting: Setting, random: Random): Simulated {
  return new Simulation(setting, random).result();
}

class Simulation {
  readonly #setting: Setting;
  readonly #random: Random;
  readonly #queue = new RunQueue<Run>();
  readonly #nodes: Node[];
  readonly #free: Node[];
  readonly #events = new Heap<Event>((a, b) => a.at < b.at);
  readonly #verdicts: Verdict[] = [];
  readonly #submittedAt: number[] = [];
  #now = 0;
  #runs = 0;
  #executed = 0;
  #queuePeak = 0;
  #sandboxesPeak = 0;
  #active = 0;
  #activeSeconds = 0;

  constructor(setting: Setting, random: Random) {
    this.#setting = setting;
    this.#random = random;
    const { cores, sandboxMax, idleSeconds } = setting.node;
    this.#nodes = Array.from({ length: setting.nodes }, (_, free) => ({
      processors: new SharedProcessors(cores),
      sandboxes: new KeptSandboxes(sandboxMax, idleSeconds),
      running: { practice: 0, confirmation: 0 },
      plan: 0,
      free,
    }));
    this.#free = [...this.#nodes];
    for (const [learner, at] of setting.workload.arrivals.entries())
      this.#events.add({ at, learner, earlier: 0 });
  }

  result(): Simulated {
    for (let event = this.#events.take(); event !== undefined; event = this.#events.take()) {
      if ('node' in event && event.plan !== event.node.plan) continue;
      this.#activeSeconds += this.#active * (event.at - this.#now);
      this.#now = event.at;
      if ('node' in event) this.#work(event.node);
      else this.#submit(event.learner, event.earlier);
      this.#serveSite();
    }
    return {
      verdicts: this.#verdicts,
      endSeconds: this.#now,
      queuePeak: this.#queuePeak,
      perMinutePeak: mostWithin(this.#submittedAt, 60),
      perHourPeak: mostWithin(this.#submittedAt, 3_600),
      meanActive: this.#activeSeconds / this.#now,
      runs: this.#executed,
      usedCoreSeconds: this.#nodes.reduce((sum, { processors }) => sum + processors.usedCoreSeconds, 0),
      sandboxesPeak: this.#sandboxesPeak,
    };
  }

  #submit(learner: number, earlier: number): void {
    this.#submittedAt.push(this.#now);
    this.#active++;
    this.#enqueue(learner, earlier, 'practice');
    this.#queuePeak = Math.max(this.#queuePeak, this.#queue.waiting('practice'));
  }

  /** Queues a run. If nodes are free, one of them takes it, as all wait for the next run. */
  #enqueue(learner: number, earlier: number, kind: Kind): void {
    const id = this.#runs++;
    this.#queue.add({ learner, kind, earlier, work: 'edit', queuedAt: this.#now, id, startedAt: 0 });
    const first = Math.floor(this.#random.share() * this.#free.length);
    for (let n = 0; n < this.#free.length; n++)
      if (this.#claim(this.#free[(first + n) % this.#free.length]!)) return;
  }

  /**
   * Gives a node the run whose turn it is, if it is free. Of the runs that no learner waits for, it executes
   * only one at a time.
   */
  #claim(node: Node): boolean {
    if (node.free === undefined) return false;
    const run = this.#queue.take(node.running.confirmation > 0 ? ['practice'] : undefined);
    if (run === undefined) return false;
    node.running[run.kind]++;
    this.#noteFree(node);
    run.startedAt = this.#now;
    run.work = this.#workOf(run, node);
    this.#sandboxesPeak = Math.max(this.#sandboxesPeak, node.sandboxes.count);
    node.processors.add(this.#now, run, this.#setting.draw(run.work));
    this.#plan(node);
    return true;
  }

  /** Takes a sandbox for the run. @returns what is left to do in it */
  #workOf({ learner, kind, earlier }: Run, { sandboxes }: Node): WorkKind {
    let isKept = false;
    if (kind === 'practice') isKept = sandboxes.take(learner, this.#now);
    else sandboxes.takeNew(this.#now);
    if (this.#setting.workload.installs(earlier)) return 'install';
    return isKept ? 'edit' : 'starter';
  }

  #work(node: Node): void {
    for (const run of node.processors.ended(this.#now)) {
      node.running[run.kind]--;
      this.#noteFree(node);
      this.#queue.ended(run);
      this.#executed++;
      if (run.kind === 'practice') this.#verdict(run, node);
      else node.sandboxes.discard();
      this.#claim(node);
    }
    this.#plan(node);
  }

  #verdict({ learner, earlier, work, queuedAt, startedAt }: Run, { sandboxes }: Node): void {
    const { workload } = this.#setting;
    sandboxes.keep(learner, this.#now);
    const verdictSeconds = this.#now - queuedAt;
    this.#verdicts.push({ work, earlier, queuedSeconds: startedAt - queuedAt, verdictSeconds });
    this.#active--;
    if (workload.passes()) this.#enqueue(learner, earlier, 'confirmation');
    const at = workload.next(learner, earlier + 1, this.#now);
    if (at !== undefined) this.#events.add({ at, learner, earlier: earlier + 1 });
  }

  #noteFree(node: Node): void {
    const isFree = node.running.practice + node.running.confirmation < this.#setting.node.runsAtOnce;
    if (isFree === (node.free !== undefined)) return;
    if (isFree) {
      node.free = this.#free.push(node) - 1;
      return;
    }
    // The last of the list takes its place.
    const last = this.#free.pop()!;
    if (last !== node) this.#free[(last.free = node.free!)] = last;
    node.free = undefined;
  }

  /** Takes the processors that the site needs for waiting pages away from the runs on its machine. */
  #serveSite(): void {
    const { siteCores, node } = this.#setting;
    const [first] = this.#nodes;
    if (siteCores === undefined || first === undefined) return;
    const left = node.cores - siteCores(this.#queue.waiting('practice'));
    first.processors.resize(this.#now, Math.max(leastShare * node.cores, left));
    this.#plan(first);
  }

  #plan(node: Node): void {
    const at = node.processors.nextAt;
    if (at < Infinity) this.#events.add({ at, node, plan: ++node.plan });
  }
}

/** @param times in ascending order */
function mostWithin(times: readonly number[], seconds: number): number {
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while (times[first]! <= time - seconds) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
