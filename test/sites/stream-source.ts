/** What a browser has and Node lacks: EventSource with the cookies and the address of a page. */

/**
 * Makes an EventSource for one visitor. Like that of a browser, it reports every end of a stream as an error;
 * unlike it, it never connects again by itself, which the site's pages do not wait for either.
 *
 * @param siteUrl to which relative addresses refer
 */
export function streamSourceOf(siteUrl: string, cookie: string) {
  return class StreamSource extends EventTarget {
    readonly #closed = new AbortController();

    constructor(address: string) {
      super();
      void this.#read(new URL(address, siteUrl)).catch(() => {
        if (!this.#closed.signal.aborted) this.dispatchEvent(new Event('error'));
      });
    }

    close(): void {
      this.#closed.abort();
    }

    /** @throws at the end of the stream */
    async #read(url: URL): Promise<never> {
      const response = await fetch(url, { headers: { cookie }, signal: this.#closed.signal });
      if (response.status !== 200) throw new Error(`the site answered ${response.status}`);
      this.dispatchEvent(new Event('open'));
      let rest = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) this.#deliver(block);
      }
      throw new Error('the stream has ended');
    }

    #deliver(block: string): void {
      const fieldOf = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const message = { data: fieldOf('data') ?? '', lastEventId: fieldOf('id') ?? '' };
      this.dispatchEvent(new MessageEvent(fieldOf('event') ?? 'message', message));
    }
  };
}
