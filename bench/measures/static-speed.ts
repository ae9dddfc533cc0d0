import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import { percentile } from './percentiles.ts';

export interface StaticSpeed {
  dockerfiles: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Time to parse and check, divided by the time to parse only. */
  overParse: number;
}

/**
 * Measures how fast Dockerfiles are parsed and checked on one core, each `repetitions` times after the same
 * number of warm-up rounds.
 */
export function staticSpeed(texts: readonly string[], repetitions: number): StaticSpeed {
  const checkMs: number[] = [];
  let parseMs = 0;
  for (let round = -repetitions; round < repetitions; round += 1) {
    for (const text of texts) {
      const started = performance.now();
      const dockerfile = parseDockerfile(text);
      const parsed = performance.now();
      checkStatic({ dockerfile, context: undefined });
      if (round < 0) continue;
      parseMs += parsed - started;
      checkMs.push(performance.now() - started);
    }
  }
  const totalMs = checkMs.reduce((sum, ms) => sum + ms, 0);
  return {
    dockerfiles: texts.length,
    perSecond: (1000 * checkMs.length) / totalMs,
    p50Ms: percentile(checkMs, 0.5),
    p99Ms: percentile(checkMs, 0.99),
    overParse: totalMs / parseMs,
  };
}

export interface Growth {
  shape: string;
  /** Approximate, because only complete lines are repeated. */
  kilobytes: number;
  ms: number;
  msPerKb: number;
}

const script = 'pip install numpy==1.26.4\n';

/**
 * Generators of Dockerfiles of a given size that grow in different ways: more instructions, more lines in one
 * RUN, one longer heredoc, more heredocs of 8 kB, more stages.
 */
const shapes: Record<string, (bytes: number) => string> = {
  instructions: (bytes) =>
    `FROM python:3.11-slim\n${repeated('RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88 && rm -rf /var/lib/apt/lists/*\nCOPY src/app.py /srv/app.py\nENV A=b\n', bytes)}`,
  continuation: (bytes) =>
    `FROM python:3.11-slim\nRUN pip install --no-cache-dir \\\n${repeated('    numpy==1.26.4 \\\n', bytes)}    scipy\n`,
  heredoc: (bytes) => `FROM python:3.11-slim\nRUN <<EOF\n${repeated(script, bytes)}EOF\n`,
  heredocs: (bytes) =>
    `FROM python:3.11-slim\n${repeated(`RUN <<EOF\n${repeated(script, Math.min(8000, bytes))}EOF\n`, bytes)}`,
  stages: (bytes) =>
    repeated('FROM python:3.11-slim AS stage\nRUN make -C /srv\nCOPY --from=stage /srv /srv\n', bytes),
};

function repeated(part: string, bytes: number): string {
  return part.repeat(Math.max(1, Math.floor(bytes / part.length)));
}

/**
 * Time to parse and check files of increasing size; the best of three, because the first of each size may
 * also have to grow the heap.
 */
export function staticGrowth(kilobytes: readonly number[]): Growth[] {
  return Object.entries(shapes).flatMap(([shape, make]) =>
    kilobytes.map((size) => {
      const text = make(size * 1000);
      const samples = [1, 2, 3].map(() => {
        const started = performance.now();
        checkStatic({ dockerfile: parseDockerfile(text), context: undefined });
        return performance.now() - started;
      });
      const ms = Math.min(...samples);
      return { shape, kilobytes: size, ms, msPerKb: (1000 * ms) / text.length };
    }),
  );
}
