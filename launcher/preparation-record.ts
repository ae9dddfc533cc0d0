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

/** The site considers a file stale if it has not been rewritten for much longer than this. */
const rewriteMs = 5_000;
const timesSchema = z.record(z.string(), z.number());

/**
 * Maintains the file from which the site reads the progress of the preparation, and the file with the times
 * of the steps for the next estimate.
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
   * @param files.times how long the steps took on this machine, kept between preparations
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

  /** Records an event of a step. Events of unknown steps change nothing. */
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

  /** Records that the preparation stopped; unfinished steps will start again. */
  fail(failure: NonNullable<Preparation['failure']>): void {
    this.#failure = failure;
    this.#steps = this.#steps.map((step) =>
      step.tookMs === undefined ? { ...step, startedAt: undefined } : step,
    );
    this.#write();
  }

  /** The progress as a page shows it. */
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
    // Missing on the first start, and an unreadable file is treated the same.
    return {};
  }
}

/** Replaces a file atomically: a reader sees either the old text or the new one. */
function replaceFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
}
