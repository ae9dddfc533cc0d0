import type { LanguageCompletion, LanguageReply, LanguageRequest } from './protocol.ts';

type LanguageQuery = Omit<LanguageRequest, 'id'>;

/** Sends requests to the language service, which starts in its own worker with the first request. */
export class LanguageClient {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, (reply: LanguageReply | undefined) => void>();

  async complete(query: Omit<LanguageQuery, 'kind'>): Promise<LanguageCompletion[]> {
    const reply = await this.send({ ...query, kind: 'completion' });
    return reply?.kind === 'completion' ? reply.items : [];
  }

  async hover(query: Omit<LanguageQuery, 'kind'>): Promise<string | undefined> {
    const reply = await this.send({ ...query, kind: 'hover' });
    return reply?.kind === 'hover' ? reply.markdown : undefined;
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.resolveAll();
  }

  private send(query: LanguageQuery): Promise<LanguageReply | undefined> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
      worker.postMessage({ ...query, id });
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./language.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<LanguageReply>) => {
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    });
    // Completion is optional: if the service fails, the editor has no suggestions, but it still works.
    worker.addEventListener('error', () => this.resolveAll());
    return worker;
  }

  private resolveAll(): void {
    for (const resolve of this.waiting.values()) resolve(undefined);
    this.waiting.clear();
  }
}
