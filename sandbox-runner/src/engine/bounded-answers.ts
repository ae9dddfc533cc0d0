import type { IncomingMessage } from 'node:http';
import { callbackify } from 'node:util';
import { PlatformError } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import type Docker from 'dockerode';

type Dial = Docker['modem']['dial'];
type Call = Parameters<Dial>[0];
type Answer = Parameters<NonNullable<Parameters<Dial>[1]>>[1];

/**
 * Time limits. Queries are quick; operations, such as a stop with its grace period, may be slow on a busy
 * machine.
 */
const queryMs = 30_000;
const operationMs = 120_000;
/**
 * The client reads an error response to its end, however long that is. So it is given every status as a
 * success, and errors are detected here.
 */
const anyStatus: Call['statusCodes'] = new Proxy({}, { get: () => true });

/** An engine's answer exceeds the maximum length. The caller may know whether the learner caused this. */
export class AnswerTooLong extends PlatformError {
  constructor(call: string, maxBytes: number) {
    super('engine-lost', unanswered, { detail: `${call}: the answer is longer than ${maxBytes} bytes` });
  }
}
const unanswered =
  'The engine did not answer as it should. This is our fault, and this run is not counted; run it again.';

/**
 * Limits the duration of each call and the size of its answer (`maxBytes`). An engine in a sandbox may be
 * under a learner's control: it may never answer, answer endlessly, or disconnect. An answer that is a stream
 * (a build, an output) is passed on unchanged, and its reader enforces limits. A call that reaches a limit
 * fails with PlatformError `engine-lost`.
 */
export function boundAnswers(modem: Docker['modem'], maxBytes: number): void {
  const dial: Dial = modem.dial.bind(modem);
  modem.dial = (call: Call, callback: Parameters<Dial>[1]) => {
    const name = `${call.method} ${call.path.replace(/\?.*/, '')}`;
    // A stream such as a container's output may start late. One that takes over the connection starts
    // immediately.
    const takesOver = call.hijack === true;
    const limitMs = call.method === 'GET' || takesOver ? queryMs : operationMs;
    const late = new AbortController();
    const timer = call.isStream === true && !takesOver ? undefined : setTimeout(() => late.abort(), limitMs);
    const signal =
      call.abortSignal === undefined ? late.signal : AbortSignal.any([late.signal, call.abortSignal]);
    const end = (error: Error | null, answer: Answer) => {
      clearTimeout(timer);
      const isLate = error !== null && late.signal.aborted;
      callback?.(
        isLate
          ? new PlatformError('engine-lost', unanswered, {
              detail: `${name}: no answer within ${formatDuration(limitMs)}`,
            })
          : error,
        answer,
      );
    };
    const content = callbackify(async (answer: Answer): Promise<Answer> => {
      if (!isResponse(answer)) return answer;
      const accepted = call.statusCodes?.[answer.statusCode ?? 0] === true;
      if (accepted && call.isStream === true) return answer;
      const body = await read(answer, name, maxBytes);
      if (!accepted) throw failure(call, answer, body);
      return body;
    });
    dial({ ...call, isStream: true, statusCodes: anyStatus, abortSignal: signal }, (error, answer) =>
      error === null ? content(answer, end) : end(error, null),
    );
  };
}

function isResponse(answer: Answer): answer is IncomingMessage {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer;
}

/** The JSON of an answer, or its bytes if it is not JSON. */
async function read(answer: IncomingMessage, name: string, maxBytes: number): Promise<object> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AnswerTooLong(name, maxBytes);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  try {
    return (JSON.parse(body.toString()) as object | null) ?? body;
  } catch {
    return body;
  }
}

/** An error in the client's format: callers read `statusCode` and the engine's own message in `json`. */
function failure({ statusCodes }: Call, { statusCode = 0 }: IncomingMessage, json: object): Error {
  const reason = statusCodes?.[statusCode];
  const message = 'message' in json ? String(json.message) : String(json);
  return Object.assign(
    new Error(`(HTTP code ${statusCode}) ${String(reason ?? 'unexpected')} - ${message} `),
    {
      reason,
      statusCode,
      json,
    },
  );
}
