import { get } from 'node:http';
import Docker from 'dockerode';

/** A client of the Docker Engine that listens on a unix socket of this machine. Connects on first use. */
export function connectEngine(socketPath: string): Docker {
  return new Docker({ socketPath });
}

/**
 * Whether the engine answers `/_ping` within `timeoutMs`. Never throws: no answer is `false`.
 * The short limit matters: an engine that is just starting may accept a connection and never answer it.
 */
export function engineAnswers(socketPath: string, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ socketPath, path: '/_ping', signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false));
  });
}
