import { get } from 'node:http';
import Docker from 'dockerode';
import { boundAnswers } from './bounded-answers.ts';

/**
 * As JSON, about fifty times that in memory at most. The longest that is needed is the configuration of an
 * image.
 */
const maxAnswerBytes = 4 * 1024 * 1024;

/**
 * A client of the Docker Engine that listens on a unix socket of this machine. Connects on first use. What
 * the engine answers is bounded (see boundAnswers). @param maxBytes of an answer
 */
export function connectEngine(socketPath: string, maxBytes = maxAnswerBytes): Docker {
  const engine = new Docker({ socketPath });
  boundAnswers(engine.modem, maxBytes);
  return engine;
}

/**
 * Whether the engine answers `/_ping` within `timeoutMs`. Never throws: no answer is `false`. The short limit
 * matters: an engine that is just starting may accept a connection and never answer it.
 */
export function engineAnswers(socketPath: string, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      // A connection of its own: one kept open from before a restart would fail for the engine that ended.
      { socketPath, path: '/_ping', agent: false, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.once('error', () => resolve(false));
  });
}
