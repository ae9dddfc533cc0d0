import { setTimeout as delay } from 'node:timers/promises';
import type { ResultDocument, RunEvent } from '@dfm/contracts';

/** Times of one submission as its learner has them, from handing in. */
export interface Timed {
  firstLogMs: number | undefined;
  verdictMs: number;
  /** Wait in the queue, as the verdict tells it. */
  queuedMs: number;
  passed: boolean;
}

/** A learner with a session of their own, who uses the site as the browser does: hand in, follow the events. */
class Learner {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error where the site refuses the submission or the run ends without a verdict that counts */
  async submit(exercise: string, files: Readonly<Record<string, string>>): Promise<Timed> {
    const started = performance.now();
    const runId = await this.#handIn(exercise, files);
    let firstLogMs: number | undefined;
    for await (const event of this.#events(runId)) {
      if (event.type === 'log') firstLogMs ??= performance.now() - started;
      if (event.type === 'result') return { firstLogMs, verdictMs: performance.now() - started, ...outcomeOf(event.result) };
    }
    throw new Error(`the stream of run ${runId} ended before its verdict`);
  }

  async #handIn(exercise: string, files: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(`${this.#url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie },
      body: JSON.stringify({ exercise, files }),
    });
    const answer = (await response.json()) as { runId?: string; error?: { message: string } };
    if (!response.ok || answer.runId === undefined) throw new Error(`a submission was refused: ${response.status} ${answer.error?.message}`);
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
    if (cookies.length > 0) this.#cookie = cookies.join('; ');
    return answer.runId;
  }

  async *#events(runId: string): AsyncGenerator<RunEvent> {
    const response = await fetch(`${this.#url}/api/runs/${runId}/events?after=0`, { headers: { cookie: this.#cookie } });
    if (!response.ok || response.body === null) throw new Error(`the events of run ${runId}: ${response.status}`);
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

function outcomeOf(result: ResultDocument): Pick<Timed, 'queuedMs' | 'passed'> {
  if (result.status !== 'graded') throw new Error(`a run ended as ${result.status}: ${result.headline}`);
  return { queuedMs: result.timings.queuedMs ?? 0, passed: result.passed };
}

export interface Load {
  learners: number;
  /** First submissions, and those after an edit of the last line. */
  first: Timed[];
  edited: Timed[];
  /** From the first submission to the last verdict. */
  wallMs: number;
}

/**
 * So many learners come within `withinMs`, evenly; each hands in, waits for the verdict, thinks, edits and hands in again.
 * @param dockerfile what each hands in first
 */
export async function load(url: string, exercise: string, dockerfile: string, learners: number, { withinMs, thinkMs }: { withinMs: number; thinkMs: number }): Promise<Load> {
  const started = performance.now();
  const both = await Promise.all(
    Array.from({ length: learners }, async (_, n) => {
      await delay((withinMs * n) / learners);
      const learner = new Learner(url);
      const first = await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}\n` });
      await delay(thinkMs);
      return { first, edited: await learner.submit(exercise, { Dockerfile: `${dockerfile}# ${n}, edited\n` }) };
    }),
  );
  return { learners, first: both.map(({ first }) => first), edited: both.map(({ edited }) => edited), wallMs: performance.now() - started };
}
