import Docker from 'dockerode';

/** A client of the Docker Engine that listens on a unix socket of this machine. Connects on first use. */
export function connectEngine(socketPath: string): Docker {
  return new Docker({ socketPath });
}

/**
 * Whether the engine answers `/_ping` within `timeoutMs`. Never throws: no answer is `false`.
 * The short limit matters: an engine that is just starting may accept a connection and never answer it.
 */
export async function engineAnswers(socketPath: string, timeoutMs = 500): Promise<boolean> {
  try {
    const answer: unknown = await connectEngine(socketPath).ping({ abortSignal: AbortSignal.timeout(timeoutMs) });
    return String(answer) === 'OK';
  } catch {
    return false;
  }
}
