/**
 * Functions that another process calls by name. The second argument contains the parts sent beforehand, in
 * order.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- each function has an input and parts of its own
export type Work = Readonly<Record<string, (input: any, parts: any[]) => unknown>>;

export type Request = { part: unknown } | { call: string; input: unknown };
export type Reply = { result: unknown } | { error: string; limit: boolean };

/** Answers the calls of the parent process one after another, and ends when it does. */
export function serveWork(work: Work): void {
  let parts: unknown[] = [];
  process.on('disconnect', () => process.exit());
  process.on('message', (request: Request) => {
    if ('part' in request) {
      parts.push(request.part);
      return;
    }
    const received = parts;
    parts = [];
    process.send!(replyOf(work, request, received));
  });
}

function replyOf(work: Work, { call, input }: { call: string; input: unknown }, parts: unknown[]): Reply {
  try {
    const run = work[call];
    if (run === undefined) throw new Error(`unknown function ${call}`);
    return { result: run(input, parts) };
  } catch (error) {
    return {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      limit: isTooLarge(error),
    };
  }
}

/** V8 itself rejects text that is nested too deeply for the stack or that becomes too long a string or array. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && /call stack|Invalid (?:string|array) length/.test(error.message);
}
