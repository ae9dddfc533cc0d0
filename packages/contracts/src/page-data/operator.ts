import type { RunnerInfo } from '../runner-api.ts';

/** A node as shown to the operator. */
export interface NodeView {
  name: string;
  /** What it last reported; undefined if it did so in a format that can no longer be read. */
  info: RunnerInfo | undefined;
  /** `gone`: has not reported recently. */
  state: 'ready' | 'unwell' | 'draining' | 'gone';
  draining: boolean;
  /** ISO 8601. */
  joinedAt: string;
  lastSeenAt: string;
  /** Number of runs it is executing now. */
  runs: number;
  /** Descriptions of components that are older than recommended. */
  warnings: string[];
}

/** The state of the queue, and runs that ended with a platform fault. */
export interface QueueFacts {
  practice: number;
  confirmations: number;
  regrades: number;
  running: number;
  terminals: { waiting: number; running: number };
  /** Waiting time of the oldest queued run; undefined if none is queued. */
  oldestWaitsMs: number | undefined;
  /** Labels that queued runs need and no connected node has. */
  lacking: string[];
  /** The newest runs of the last week that ended with a platform fault. Someone should look at each of them. */
  faults: {
    runId: string;
    exercise: string;
    kind: string;
    /** ISO 8601. */
    endedAt: string;
    attempts: number;
    node: string | undefined;
    message: string;
  }[];
}

/** An account, for an admin who was asked about it. */
export interface PersonForAdmin {
  id: string;
  name: string;
  email: string;
  /** ISO 8601. */
  createdAt: string;
  /** Whether signing in asks for a code. */
  hasSecondFactor: boolean;
}

/** A school with which people sign in, as its admin sees it. */
export interface SchoolForAdmin {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  /** Number of accounts that are connected with it. */
  accounts: number;
  /** How many of them have no other way to sign in. */
  stranded: number;
}
