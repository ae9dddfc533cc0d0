import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '@dfm/contracts';
import type { Requests } from './requests.ts';

/** An answered submission. */
export interface Answered {
  runId: string;
  score: number | undefined;
}

/** A learner who reads a page, submits and follows the run to its verdict, as a browser does. */
export class Visitor {
  readonly #requests: Requests;
  readonly #exercise: string;
  #cookie = '';

  constructor(requests: Requests, exercise: string) {
    this.#requests = requests;
    this.#exercise = exercise;
  }

  /** @param dockerfile different in every submission */
  async submit(dockerfile: string): Promise<Answered> {
    const cookie = () => ({ cookie: this.#cookie });
    await this.#requests.make(
      `/exercises/${this.#exercise}`,
      async (answer) => {
        if (!(await answer.text()).includes('</html>')) throw new Error('the page is incomplete');
      },
      { headers: cookie() },
    );
    const runId = await this.#requests.make(
      '/api/runs',
      async (answer) => {
        const cookies = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0]);
        if (cookies.length > 0) this.#cookie = cookies.join('; ');
        return ((await answer.json()) as { runId: string }).runId;
      },
      {
        method: 'POST',
        headers: { ...cookie(), 'content-type': 'application/json' },
        body: JSON.stringify({ exercise: this.#exercise, files: { Dockerfile: dockerfile } }),
      },
    );
    const score = await this.#requests.make(`/api/runs/${runId}/events?after=0`, scoreIn, {
      headers: cookie(),
    });
    return { runId, score };
  }
}

/**
 * Lets visitors submit one after the other, each for itself, until `signal`. A request that failed is counted
 * by `requests`, and the visitor goes on.
 *
 * @returns all submissions that were answered
 */
export async function submitUntil(
  signal: AbortSignal,
  requests: Requests,
  { visitors, exercise, thinkMs }: { visitors: number; exercise: string; thinkMs: number },
): Promise<Answered[]> {
  const answered: Answered[] = [];
  const visit = async (n: number) => {
    const visitor = new Visitor(requests, exercise);
    for (let round = 0; !signal.aborted; round++) {
      const done = await visitor.submit(`FROM scratch\nLABEL n="${n}-${round}"\n`).catch(() => undefined);
      if (done !== undefined) answered.push(done);
      await delay(thinkMs);
    }
  };
  await Promise.all(Array.from({ length: visitors }, (_, n) => visit(n)));
  return answered;
}

/** @throws Error if the stream ends before the verdict */
async function scoreIn(answer: Response): Promise<number | undefined> {
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (const message of text.split('\n\n').slice(0, -1)) {
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (data === undefined) continue;
      const event = JSON.parse(data) as RunEvent;
      if (event.type === 'result') return event.result.score;
    }
  }
  throw new Error('the stream ended before the verdict');
}
