import type { ClaimResponse, Phase, ResultDocument, RunEvent } from '@dfm/contracts';
import type { Traces } from '@dfm/tracing';
import type { RunMeter } from './runner-metrics.ts';

interface PhaseSpan {
  name: Phase;
  startMs: number;
  endMs: number;
  failed: boolean;
}

/** Reports an `attempt` span for each run, which contains a span for every phase. */
export class RunTracer {
  readonly #traces: Traces;
  readonly #runner: string;

  constructor(traces: Traces, runner: string) {
    this.#traces = traces;
    this.#runner = runner;
  }

  run({ runId, fence }: Pick<ClaimResponse, 'runId' | 'fence' | 'queuedMs'>): RunMeter {
    const startedAtMs = Date.now();
    const started = new Map<Phase, number>();
    const phases: PhaseSpan[] = [];
    const report = (attributes: Record<string, string>, failed: boolean) => {
      const parent = this.#traces.report({
        runId,
        name: 'attempt',
        startMs: startedAtMs,
        failed,
        attributes: { 'dfm.runner': this.#runner, 'dfm.fence': fence, ...attributes },
      });
      for (const phase of phases) this.#traces.report({ runId, parent, ...phase });
    };
    return {
      event: (event: RunEvent) => {
        if (event.type !== 'phase') return;
        if (event.state === 'started') started.set(event.phase, Date.now());
        else
          phases.push({
            name: event.phase,
            startMs: started.get(event.phase) ?? Date.now(),
            endMs: Date.now(),
            failed: event.state === 'failed',
          });
      },
      ended: ({ status }: ResultDocument) => report({ 'dfm.outcome': status }, status === 'infrastructure'),
      dropped: () => report({ 'dfm.outcome': 'dropped' }, true),
    };
  }
}
