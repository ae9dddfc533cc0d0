import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { WatchedExporter } from './watched-exporter.ts';

test('a collector that refuses spans is reported once, and again after it accepted some', () => {
  const refused: string[] = [];
  let error: Error | undefined;
  const exporter: SpanExporter = {
    export: (_spans, done) => done(error === undefined ? { code: 0 } : { code: 1, error }),
    shutdown: () => Promise.resolve(),
  };
  const watched = new WatchedExporter(exporter, ({ message }) => refused.push(message));
  const results: number[] = [];
  for (const problem of [undefined, 'first', 'second', undefined, 'third']) {
    error = problem === undefined ? undefined : new Error(problem);
    watched.export([], ({ code }) => results.push(code));
  }
  expect(refused).toEqual(['first', 'third']);
  expect(results).toEqual([0, 1, 1, 0, 1]);
});
