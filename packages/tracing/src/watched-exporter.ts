import type { SpanExporter } from '@opentelemetry/sdk-trace';

type ExportArguments = Parameters<SpanExporter['export']>;

/** Reports when a collector stops accepting spans: once, until it accepts some again. */
export class WatchedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #onRefused: (error: Error) => void;
  #isRefused = false;

  constructor(exporter: SpanExporter, onRefused: (error: Error) => void) {
    this.#exporter = exporter;
    this.#onRefused = onRefused;
  }

  export(...[spans, done]: ExportArguments): void {
    this.#exporter.export(spans, (result) => {
      if (result.error !== undefined && !this.#isRefused) this.#onRefused(result.error);
      this.#isRefused = result.error !== undefined;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }
}
