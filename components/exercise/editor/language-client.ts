import type { LanguageCompletion, LanguageReply, LanguageRequest } from './protocol.ts';

type Question = Omit<LanguageRequest, 'id'>;

/** Asks the language service, which starts in its own worker with the first question. */
export class LanguageClient {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, (reply: LanguageReply | undefined) => void>();

  async complete(question: Omit<Question, 'kind'>): Promise<LanguageCompletion[]> {
    const reply = await this.ask({ ...question, kind: 'completion' });
    return reply?.kind === 'completion' ? reply.items : [];
  }

  async hover(question: Omit<Question, 'kind'>): Promise<string | undefined> {
    const reply = await this.ask({ ...question, kind: 'hover' });
    return reply?.kind === 'hover' ? reply.markdown : undefined;
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.answerAll();
  }

  private ask(question: Question): Promise<LanguageReply | undefined> {
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
      worker.postMessage({ ...question, id });
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./language.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<LanguageReply>) => {
      this.waiting.get(data.id)?.(data);
      this.waiting.delete(data.id);
    });
    // Completion is a comfort: a service that fails leaves the editor without proposals, not without its
    // text.
    worker.addEventListener('error', () => this.answerAll());
    return worker;
  }

  private answerAll(): void {
    for (const resolve of this.waiting.values()) resolve(undefined);
    this.waiting.clear();
  }
}
