import type { IncomingMessage } from 'node:http';
import { callbackify } from 'node:util';
import { PlatformError } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import type Docker from 'dockerode';

type Dial = Docker['modem']['dial'];
type Call = Parameters<Dial>[0];
type Answer = Parameters<NonNullable<Parameters<Dial>[1]>>[1];

/**
 * Looking something up is quick; work, such as a stop with its grace period, takes its time on a busy
 * machine.
 */
const readMs = 30_000;
const workMs = 120_000;
/**
 * The client reads what it takes for a failure to its end, however long that is: this side decides what is
 * one.
 */
const anyStatus: Call['statusCodes'] = new Proxy({}, { get: () => true });

/**
 * An answer of an engine that is longer than it may be: the caller may know what in it is the learner's
 * doing.
 */
export class AnswerTooLong extends PlatformError {
  constructor(call: string, maxBytes: number) {
    super('engine-lost', unanswered, { detail: `${call}: the answer is longer than ${maxBytes} bytes` });
  }
}
const unanswered =
  'The engine did not answer as it should. This is our fault and costs no attempt; run it again.';

/**
 * Bounds what an engine may answer: each call ends in time, and with at most `maxBytes`. An engine in a
 * sandbox may be under a learner's control, and answer never, or without end, or break off. An answer that
 * comes as a stream (a build, an output) is passed on as it is: its reader has limits for it. Calls end with
 * PlatformError `engine-lost` where a limit was reached.
 */
export function boundAnswers(modem: Docker['modem'], maxBytes: number): void {
  const dial: Dial = modem.dial.bind(modem);
  modem.dial = (call: Call, callback: Parameters<Dial>[1]) => {
    const name = `${call.method} ${call.path.replace(/\?.*/, '')}`;
    // A stream may begin late, such as a container's output. One that takes over the connection begins at
    // once.
    const takesOver = call.hijack === true;
    const limitMs = call.method === 'GET' || takesOver ? readMs : workMs;
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

/** The JSON of an answer, or its bytes where it holds none. */
async function read(answer: IncomingMessage, name: string, maxBytes: number): Promise<object> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AnswerTooLong(name, maxBytes);
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  try {
    return (JSON.parse(whole.toString()) as object | null) ?? whole;
  } catch {
    return whole;
  }
}

/** As the client words it: callers read `statusCode` and the engine's own words in `json`. */
function failure({ statusCodes }: Call, { statusCode = 0 }: IncomingMessage, json: object): Error {
  const reason = statusCodes?.[statusCode];
  const words = 'message' in json ? String(json.message) : String(json);
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${String(reason ?? 'unexpected')} - ${words} `), {
    reason,
    statusCode,
    json,
  });
}
