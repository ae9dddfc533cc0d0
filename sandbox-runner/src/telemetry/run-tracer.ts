import type { ClaimResponse, Phase, ResultDocument, RunEvent } from '@dfm/contracts';
import type { Traces } from '@dfm/tracing';
import type { RunMeter } from './runner-metrics.ts';

interface Span {
  startMs: number;
  endMs: number;
}
interface PhaseSpan extends Span {
  name: Phase;
  failed: boolean;
  /** From the first to the last event of the steps of each rebuild, by scenario. */
  rebuilds: [scenario: string, Span][];
}

/**
 * Reports an `attempt` span for each run. It contains a span for every phase (in `replay`, also one for every
 * rebuild), then `clean up` until the sandbox is released, and `report` until the site has the verdict.
 */
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
    const rebuilds = new Map<string, Span>();
    let gradedMs: number | undefined;
    const report = (outcome: string, failed: boolean) => {
      const parent = this.#traces.report({
        runId,
        name: 'attempt',
        startMs: startedAtMs,
        failed,
        attributes: { 'dfm.runner': this.#runner, 'dfm.fence': fence, 'dfm.outcome': outcome },
      });
      for (const { rebuilds: inside, ...phase } of phases) {
        const phaseId = this.#traces.report({ runId, parent, ...phase });
        for (const [scenario, span] of inside)
          this.#traces.report({
            runId,
            parent: phaseId,
            name: 'rebuild',
            ...span,
            attributes: { 'dfm.scenario': scenario },
          });
      }
      if (gradedMs === undefined) return;
      const cleaning = { startMs: phases.at(-1)?.endMs ?? gradedMs, endMs: gradedMs };
      this.#traces.report({ runId, parent, name: 'clean up', ...cleaning });
      this.#traces.report({ runId, parent, name: 'report', startMs: gradedMs });
    };
    return {
      event: (event: RunEvent) => {
        const now = Date.now();
        if (event.type === 'step' && event.build !== 'cold')
          rebuilds.set(event.build, { startMs: rebuilds.get(event.build)?.startMs ?? now, endMs: now });
        if (event.type !== 'phase') return;
        if (event.state === 'started') started.set(event.phase, now);
        else {
          phases.push({
            name: event.phase,
            startMs: started.get(event.phase) ?? now,
            endMs: now,
            failed: event.state === 'failed',
            rebuilds: [...rebuilds],
          });
          rebuilds.clear();
        }
      },
      graded: () => {
        gradedMs = Date.now();
      },
      ended: ({ status }: ResultDocument) => report(status, status === 'infrastructure'),
      dropped: () => report('dropped', true),
    };
  }
}
