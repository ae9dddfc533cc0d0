/** Functions that another process calls by name. They are given what was sent in parts besides, in order. */
// oxlint-disable-next-line typescript/no-explicit-any -- each function has an input and parts of its own
export type Work = Readonly<Record<string, (input: any, parts: any[]) => unknown>>;

export type Request = { part: unknown } | { call: string; input: unknown };
export type Reply = { result: unknown } | { error: string; limit: boolean };

/** Answers the calls of the process that started this one, one after the other, and ends with it. */
export function serveWork(work: Work): void {
  let parts: unknown[] = [];
  process.on('disconnect', () => process.exit());
  process.on('message', (request: Request) => {
    if ('part' in request) {
      parts.push(request.part);
      return;
    }
    const given = parts;
    parts = [];
    process.send!(replyOf(work, request, given));
  });
}

function replyOf(work: Work, { call, input }: { call: string; input: unknown }, parts: unknown[]): Reply {
  try {
    const run = work[call];
    if (run === undefined) throw new Error('there is no such function');
    return { result: run(input, parts) };
  } catch (error) {
    return {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      limit: isTooMuch(error),
    };
  }
}

/**
 * Text that is nested too deeply for the stack, or would grow into a string or array that is too long, is
 * refused by V8 itself.
 */
function isTooMuch(error: unknown): boolean {
  return error instanceof RangeError && /call stack|Invalid (?:string|array) length/.test(error.message);
}
