import type { ResultDocument, RunEvent } from '@dfm/contracts';

/**
 * Times of one submission as its learner has them, from handing in; infinite where it had not come when time
 * was up.
 */
export interface Timed {
  firstLogMs: number;
  verdictMs: number;
  /** Wait in the queue, as the verdict tells it. */
  queuedMs: number;
}

const never: Timed = { firstLogMs: Infinity, verdictMs: Infinity, queuedMs: Infinity };

/** A learner with a session of their own, who uses the site as the browser does: hand in, follow the events. */
export class Learner {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * @param timeIsUp the run is cancelled then
   * @throws Error where the site refuses the submission or the run ends without a verdict that counts
   */
  async submit(
    exercise: string,
    files: Readonly<Record<string, string>>,
    timeIsUp: AbortSignal,
  ): Promise<Timed> {
    if (timeIsUp.aborted) return never;
    const started = performance.now();
    const runId = await this.#handIn(exercise, files);
    let firstLogMs = Infinity;
    try {
      for await (const event of this.#events(runId, timeIsUp)) {
        if (event.type === 'log') firstLogMs = Math.min(firstLogMs, performance.now() - started);
        if (event.type === 'result')
          return { firstLogMs, verdictMs: performance.now() - started, queuedMs: queuedMsOf(event.result) };
      }
    } catch (error) {
      if (!timeIsUp.aborted) throw error;
      await this.#cancel(runId);
      return { ...never, firstLogMs };
    }
    throw new Error(`the stream of run ${runId} ended before its verdict`);
  }

  async #cancel(runId: string): Promise<void> {
    await fetch(`${this.#url}/api/runs/${runId}/cancel`, {
      method: 'POST',
      headers: { origin: this.#url, cookie: this.#cookie },
    });
  }

  async #handIn(exercise: string, files: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(`${this.#url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify({ exercise, files }),
    });
    const answer = (await response.json()) as { runId?: string; error?: { message: string } };
    if (!response.ok || answer.runId === undefined)
      throw new Error(`a submission was refused: ${response.status} ${answer.error?.message}`);
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
      throw new Error(`the events of run ${runId}: ${response.status}`);
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
