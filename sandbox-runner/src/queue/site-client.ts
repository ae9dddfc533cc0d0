import {
  claimResponseSchema,
  errorCodeSchema,
  heartbeatResponseSchema,
  PlatformError,
  type ClaimResponse,
  type ErrorCode,
  type EventsRequest,
  type OutputsRequest,
  type ResultRequest,
  type RunnerInfo,
  type TerminalClaim,
  terminalClaimSchema,
  type TerminalEndRequest,
  terminalHeartbeatResponseSchema,
} from '@dfm/contracts';
import { terminalLimits } from '@dfm/contracts/terminal';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** The site did not answer, or reported a problem on its side. Retrying makes sense. */
export class SiteUnreachable extends Error {
  constructor(detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.name = 'SiteUnreachable';
  }
}

const refusalSchema = z.object({ error: z.object({ code: errorCodeSchema, message: z.string() }) });
/** How long the site may take in addition to the requested wait. */
const answerMs = 15_000;

/**
 * The runner's calls to the site. Each throws SiteUnreachable if retrying makes sense, otherwise a
 * PlatformError with the site's code.
 */
export class SiteClient {
  readonly #siteUrl: string;
  readonly #token: string;
  readonly #terminalsUrl: string;

  /** @param terminalsUrl of the process that serves terminals, if requests to `siteUrl` may reach others */
  constructor(siteUrl: string, token: string, terminalsUrl = siteUrl) {
    this.#siteUrl = siteUrl;
    this.#token = token;
    this.#terminalsUrl = terminalsUrl;
  }

  /** @returns undefined if there was no run within `waitMs` */
  claim(runner: RunnerInfo, waitMs: number, signal: AbortSignal): Promise<ClaimResponse | undefined> {
    return this.#claim('claim', claimResponseSchema, { runner, waitMs }, signal);
  }

  async heartbeat(runId: string, fence: number): Promise<{ cancelled: boolean }> {
    return heartbeatResponseSchema.parse(
      await bodyOf(await this.#post(`runs/${encodeURIComponent(runId)}/heartbeat`, { fence })),
    );
  }

  async events(runId: string, request: EventsRequest): Promise<void> {
    await this.#post(`runs/${encodeURIComponent(runId)}/events`, request);
  }

  async result(runId: string, request: ResultRequest): Promise<void> {
    await this.#post(`runs/${encodeURIComponent(runId)}/result`, request);
  }

  async outputs(runId: string, request: OutputsRequest): Promise<void> {
    await this.#post(`runs/${encodeURIComponent(runId)}/outputs`, request);
  }

  /** @returns undefined if there was no session within `waitMs` */
  claimTerminal(runner: RunnerInfo, waitMs: number, signal: AbortSignal): Promise<TerminalClaim | undefined> {
    return this.#claim('terminals/claim', terminalClaimSchema, { runner, waitMs }, signal);
  }

  async terminalHeartbeat(
    sessionId: string,
    request: { fence: number; isInUse: boolean },
  ): Promise<{ isOver: boolean }> {
    return terminalHeartbeatResponseSchema.parse(
      await bodyOf(await this.#post(`terminals/${encodeURIComponent(sessionId)}/heartbeat`, request)),
    );
  }

  async endTerminal(sessionId: string, request: TerminalEndRequest): Promise<void> {
    await this.#post(`terminals/${encodeURIComponent(sessionId)}/end`, request);
  }

  async labProgress(sessionId: string, request: { fence: number; done: number }): Promise<void> {
    await this.#post(`terminals/${encodeURIComponent(sessionId)}/lab`, request);
  }

  /** Opens the WebSocket of a session. */
  terminalSocket(sessionId: string, fence: number): WebSocket {
    return this.#socket(sessionId, 'socket', fence, terminalLimits.messageBytes);
  }

  /** Opens the WebSocket of a tunnel that the site has asked for. */
  tunnelSocket(sessionId: string, fence: number, tunnel: string): WebSocket {
    return this.#socket(sessionId, `tunnel/${tunnel}`, fence, terminalLimits.tunnelMessageBytes);
  }

  #socket(sessionId: string, path: string, fence: number, maxPayload: number): WebSocket {
    const url = this.#address(`terminals/${encodeURIComponent(sessionId)}/${path}`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('fence', String(fence));
    return new WebSocket(url, {
      headers: { authorization: `Bearer ${this.#token}` },
      handshakeTimeout: answerMs,
      maxPayload,
      perMessageDeflate: false,
    });
  }

  #address(path: string): URL {
    return new URL(`/api/runner/${path}`, path.startsWith('terminals/') ? this.#terminalsUrl : this.#siteUrl);
  }

  async #claim<Claim>(
    path: string,
    schema: z.ZodType<Claim>,
    request: { runner: RunnerInfo; waitMs: number },
    signal: AbortSignal,
  ): Promise<Claim | undefined> {
    const limit = AbortSignal.timeout(request.waitMs + answerMs);
    const response = await this.#post(path, request, AbortSignal.any([signal, limit]));
    return response.status === 204 ? undefined : schema.parse(await bodyOf(response));
  }

  async #post(path: string, body: unknown, signal = AbortSignal.timeout(answerMs)): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.#address(path), {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal,
      });
    } catch (error) {
      throw new SiteUnreachable(`POST ${path}: ${String(error)}`, { cause: error });
    }
    if (response.ok) return response;
    const refusal = refusalSchema.safeParse(await response.json().catch(() => undefined));
    // A proxy in front of the site rejects a body that is too large without the site's error code.
    const code: ErrorCode | undefined =
      refusal.data?.error.code ?? (response.status === 413 ? 'too-large' : undefined);
    if (response.status >= 500 || response.status === 429 || code === undefined)
      throw new SiteUnreachable(`POST ${path}: the site answered ${response.status}`);
    throw new PlatformError(code, refusal.data?.error.message ?? '', {
      detail: `POST ${path}: the site answered ${response.status} ${code}`,
    });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new SiteUnreachable('the site’s answer is incomplete or not JSON', { cause: error });
  }
}
