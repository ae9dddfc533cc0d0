interface Waiting<Request, Answer> {
  request: Request;
  resolve(answer: Answer | PromiseLike<Answer>): void;
  reject(error: unknown): void;
}

/**
 * Answers calls in batches: calls that arrive while a batch is in progress are answered by the next one. So
 * only one batch is in progress at a time, and every answer is at least as new as its call.
 *
 * @param max requests in a batch
 * @param answerAll one answer for each request, in their order. An error is the answer to all of them, and an
 *   answer that rejects is the error of its request only
 */
export function batching<Request, Answer>(
  max: number,
  answerAll: (requests: readonly Request[]) => Promise<readonly (Answer | PromiseLike<Answer>)[]>,
): (request: Request) => Promise<Answer> {
  const waiting: Waiting<Request, Answer>[] = [];
  let isBusy = false;
  const answerWaiting = async () => {
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, max);
      try {
        const answers = await answerAll(batch.map(({ request }) => request));
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isBusy = false;
  };
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (!isBusy) void answerWaiting();
    });
}
