import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Preparation,
  type PreparationProgress,
  type PreparationStep,
  preparationProgress,
} from '@dfm/contracts';
import type { PreparationEvent } from '@dfm/sandbox-runner/progress';
import { z } from 'zod';

/** The site takes a file that was not written for longer as left behind. */
const rewriteMs = 5_000;
const timesSchema = z.record(z.string(), z.number());

/**
 * Keeps the file from which the site reads how far the preparation is, and what each step took for the next
 * estimate.
 */
export class PreparationRecord {
  readonly #file: string;
  readonly #timesFile: string;
  readonly #times: Record<string, number>;
  readonly #timer: NodeJS.Timeout;
  #steps: PreparationStep[];
  #failure: Preparation['failure'];

  /**
   * @param files.record read by the site; removed by `close`
   * @param files.times what the steps took on this machine, kept from one preparation to the next
   */
  constructor(files: { record: string; times: string }, steps: readonly PreparationStep[]) {
    this.#file = files.record;
    this.#timesFile = files.times;
    this.#times = readTimes(files.times);
    this.#steps = steps.map((step) => ({ ...step, estimateMs: this.#times[step.id] ?? step.estimateMs }));
    mkdirSync(dirname(files.record), { recursive: true });
    this.#write();
    this.#timer = setInterval(() => this.#write(), rewriteMs);
    this.#timer.unref();
  }

  /** Takes note of what a step reports. Events of steps that are not known change nothing. */
  report(event: PreparationEvent): void {
    if (event.kind === 'usable' || event.kind === 'failed') return;
    const { kind, step: id } = event;
    const now = Date.now();
    if (kind === 'there') this.#steps = this.#steps.filter((step) => step.id !== id);
    else if (kind === 'started') this.#change(id, () => ({ startedAt: now }));
    else {
      this.#change(id, ({ startedAt }) => ({ tookMs: now - (startedAt ?? now) }));
      this.#keepTime(id);
    }
    this.#failure = undefined;
    this.#write();
  }

  /** It stopped: steps that had begun begin again. */
  fail(failure: NonNullable<Preparation['failure']>): void {
    this.#failure = failure;
    this.#steps = this.#steps.map((step) =>
      step.tookMs === undefined ? { ...step, startedAt: undefined } : step,
    );
    this.#write();
  }

  /** As a page shows it. */
  progress(part: PreparationStep['part']): PreparationProgress | undefined {
    return preparationProgress(this.#preparation(), part, Date.now());
  }

  close(): void {
    clearInterval(this.#timer);
    rmSync(this.#file, { force: true });
  }

  #preparation(): Preparation {
    return { steps: this.#steps, failure: this.#failure, updatedAt: Date.now() };
  }

  #change(id: string, change: (step: PreparationStep) => Partial<PreparationStep>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change(step) } : step));
  }

  #keepTime(id: string): void {
    const took = this.#steps.find((step) => step.id === id)?.tookMs;
    if (took === undefined) return;
    this.#times[id] = took;
    replaceFile(this.#timesFile, this.#times);
  }

  #write(): void {
    replaceFile(this.#file, this.#preparation());
  }
}

function readTimes(file: string): Record<string, number> {
  try {
    return timesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None on the first start. One that cannot be read is worth no more than that.
    return {};
  }
}

/** A reader sees the old text or the new one. */
function replaceFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
}
