import { createHmac, randomBytes } from 'node:crypto';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { secretMounts } from '@dfm/dockerfile/syntax/mounts';
import { type BuildSecretUse, type TraceStep } from '@dfm/grading';
import { Canaries } from '@dfm/image/secrets/canaries';
import type { BuildSecrets } from '../engine/build-secrets.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Never leaves this process. No sandbox outlives the process. */
const canaryKey = randomBytes(32);
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
/** The maximum length that `Canaries` accepts: 150 random bits. */
const canaryLength = 30;

/**
 * The value of a build secret in a sandbox. BuildKit's cache keys contain only the ID of a secret, so the
 * result of a cached step may contain the value from the build that ran it. Therefore the value stays the
 * same for the lifetime of the sandbox.
 */
export function canaryOf(sandbox: Pick<Sandbox, 'id'>, secret: string): string {
  const digest = createHmac('sha256', canaryKey).update(`${sandbox.id}\0${secret}`).digest();
  return Array.from(digest.subarray(0, canaryLength), (byte) => letters[byte % letters.length]).join('');
}

/** IDs of the secrets that a step requested and printed when it last ran. */
interface StepPast {
  asked: readonly string[];
  printed: readonly string[];
}

/**
 * The use of secrets by each sandbox's steps, by their text. A step that is cached now used them in an
 * earlier build.
 */
const pasts = new WeakMap<Sandbox, Map<string, StepPast>>();

/** Records the use of secrets in one build. */
export interface WatchedBuild {
  secrets: BuildSecrets;
  /** Adds output of the vertex with this digest. */
  printed(digest: string, text: string): void;
  /** Stores the record of the steps that ran. */
  ended(steps: readonly TraceStep[]): void;
}

/** The secrets that an exercise provides to the builds of one run. */
export class RunSecrets {
  readonly canaries: Canaries;
  readonly #values: ReadonlyMap<string, string>;
  readonly #instructions: Map<number, Instruction>;
  readonly #past: Map<string, StepPast>;

  constructor(ids: readonly string[], sandbox: Sandbox, dockerfile: Dockerfile) {
    this.#values = new Map(ids.map((id) => [id, canaryOf(sandbox, id)]));
    this.canaries = new Canaries(this.#values);
    this.#instructions = new Map(
      dockerfile.instructions.map((instruction) => [instruction.startLine, instruction]),
    );
    this.#past = pasts.get(sandbox) ?? new Map<string, StepPast>();
    pasts.set(sandbox, this.#past);
  }

  watch(): WatchedBuild {
    const asked = new Set<string>();
    const printed = new Map<string, string[]>();
    return {
      secrets: { values: this.#values, onRequested: (id) => asked.add(id) },
      printed: (digest, text) => {
        const ids = this.canaries.inText(text).map(({ secret }) => secret);
        if (ids.length > 0) printed.set(digest, [...(printed.get(digest) ?? []), ...ids]);
      },
      ended: (steps) => {
        for (const step of steps) {
          const instruction = this.#instructionOf(step);
          // A step that failed may have ended before using the secret, and is not cached.
          if (instruction === undefined || step.cached || step.error !== undefined) continue;
          const mounted = secretMounts(instruction).map(({ id }) => id);
          const past: StepPast = {
            asked: mounted.filter((id) => asked.has(id)),
            printed: printed.get(step.digest) ?? [],
          };
          if (past.asked.length + past.printed.length > 0) this.#past.set(instruction.raw, past);
          else this.#past.delete(instruction.raw);
        }
      },
    };
  }

  /** How each secret was used in a watched build. */
  use(steps: readonly TraceStep[]): BuildSecretUse[] {
    const done = steps.flatMap((step) => {
      const past = this.#past.get(this.#instructionOf(step)?.raw ?? '');
      return past === undefined ? [] : [{ line: step.line, ...past }];
    });
    return [...this.#values.keys()].map((id) => {
      const printing = done.find(({ printed }) => printed.includes(id));
      return {
        id,
        asked: done.some(({ asked }) => asked.includes(id)),
        printed: printing && { line: printing.line },
      };
    });
  }

  #instructionOf({ line }: TraceStep): Instruction | undefined {
    return line === undefined ? undefined : this.#instructions.get(line);
  }
}
