import { setTimeout as delay } from 'node:timers/promises';

const retryAfterMs = 1_000;
/** A stream of events lasts until the verdict. */
const answerMs = 120_000;

/** Requests of the visitors of a site, of which each may be repeated once. */
export class Requests {
  readonly #url: string;
  made = 0;
  /** Requests that failed and were repeated. */
  readonly repeated: string[] = [];
  /** Requests that failed again. */
  readonly failed: string[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Sends a request and uses the answer. If there is no answer, if the server reports an error of its own, or
   * if the answer breaks off, the request is sent once more.
   *
   * @throws the error of the second attempt
   */
  async make<T>(path: string, use: (answer: Response) => Promise<T>, init: RequestInit = {}): Promise<T> {
    this.made += 1;
    const attempt = async () => {
      const answer = await fetch(new URL(path, this.#url), {
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMs),
        ...init,
        headers: { origin: this.#url, ...init.headers },
      });
      if (!answer.ok)
        throw new Error(`the site answered ${answer.status} ${await answer.text()}`.slice(0, 300));
      return use(answer);
    };
    const what = `${init.method ?? 'GET'} ${path}`;
    try {
      return await attempt();
    } catch (error) {
      this.repeated.push(`${what}: ${String(error)}`);
    }
    await delay(retryAfterMs);
    try {
      return await attempt();
    } catch (error) {
      this.failed.push(`${what}: ${String(error)}`);
      throw error;
    }
  }
}
