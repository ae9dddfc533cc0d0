import { get } from 'node:http';
import Docker from 'dockerode';
import { boundAnswers } from './bounded-answers.ts';

/**
 * Parsed JSON takes at most about fifty times this in memory. The longest answer in use is an image
 * configuration.
 */
const maxAnswerBytes = 4 * 1024 * 1024;

/**
 * Creates a client of the Docker Engine that listens on a Unix socket of this machine. It connects on first
 * use, and its answers are limited (see boundAnswers).
 *
 * @param maxBytes of an answer
 */
export function connectEngine(socketPath: string, maxBytes = maxAnswerBytes): Docker {
  const engine = new Docker({ socketPath });
  boundAnswers(engine.modem, maxBytes);
  return engine;
}

/** The same engine with a lower limit for its answers. */
export function withAnswersUpTo(maxBytes: number, engine: Docker): Docker {
  const { socketPath } = engine.modem as { socketPath?: string };
  if (socketPath === undefined) throw new Error('the engine has no Unix socket');
  return connectEngine(socketPath, maxBytes);
}

/**
 * Whether the engine answers `/_ping` within `timeoutMs`. Never throws: no answer is `false`. The time limit
 * is short because an engine that is just starting may accept a connection and never answer it.
 */
export function engineAnswers(socketPath: string, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      // A new connection, because one kept open from before a restart of the engine would fail.
      { socketPath, path: '/_ping', agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.once('error', () => resolve(false));
  });
}
