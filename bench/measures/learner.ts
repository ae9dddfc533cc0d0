import type { ResultDocument, RunEvent } from '@dfm/contracts';

/**
 * Times of one submission as its learner experiences them, from submitting; infinite if the deadline came
 * first.
 */
export interface Timed {
  firstLogMs: number;
  verdictMs: number;
  /** Time in the queue, as reported in the verdict. */
  queuedMs: number;
}

const never: Timed = { firstLogMs: Infinity, verdictMs: Infinity, queuedMs: Infinity };

/** A learner with their own session, who uses the site as a browser does: submits and follows the events. */
export class Learner {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param deadline when aborted, the run is cancelled
   * @throws Error if the site rejects the submission or the run ends without being graded
   */
  async submit(
    exercise: string,
    files: Readonly<Record<string, string>>,
    deadline: AbortSignal,
  ): Promise<Timed> {
    if (deadline.aborted) return never;
    const started = performance.now();
    const runId = await this.#submitFiles(exercise, files);
    let firstLogMs = Infinity;
    try {
      for await (const event of this.#events(runId, deadline)) {
        if (event.type === 'log') firstLogMs = Math.min(firstLogMs, performance.now() - started);
        if (event.type === 'result')
          return { firstLogMs, verdictMs: performance.now() - started, queuedMs: queuedMsOf(event.result) };
      }
    } catch (error) {
      if (!deadline.aborted) throw error;
      await this.#cancel(runId);
      return { ...never, firstLogMs };
    }
    throw new Error(`the event stream of run ${runId} ended before its verdict`);
  }

  async #cancel(runId: string): Promise<void> {
    await fetch(`${this.#url}/api/runs/${runId}/cancel`, {
      method: 'POST',
      headers: { origin: this.#url, cookie: this.#cookie },
    });
  }

  async #submitFiles(exercise: string, files: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(`${this.#url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify({ exercise, files }),
    });
    const answer = (await response.json()) as { runId?: string; error?: { message: string } };
    if (!response.ok || answer.runId === undefined)
      throw new Error(`a submission was rejected: ${response.status} ${answer.error?.message}`);
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    if (cookies.length > 0) this.#cookie = cookies.join('; ');
    return answer.runId;
  }

  async *#events(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const response = await fetch(`${this.#url}/api/runs/${runId}/events?after=0`, {
      headers: { cookie: this.#cookie },
      signal,
    });
    if (!response.ok || response.body === null)
      throw new Error(`cannot read the events of run ${runId}: ${response.status}`);
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const messages = (rest + chunk).split('\n\n');
      rest = messages.pop()!;
      for (const message of messages) {
        const data = message.split('\n').find((line) => line.startsWith('data: '));
        if (data !== undefined) yield JSON.parse(data.slice('data: '.length)) as RunEvent;
      }
    }
  }
}

function queuedMsOf(result: ResultDocument): number {
  if (result.status !== 'graded') throw new Error(`a run ended as ${result.status}: ${result.headline}`);
  return result.timings.queuedMs ?? 0;
}
