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
} from '@dfm/contracts';
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

  constructor(siteUrl: string, token: string) {
    this.#siteUrl = siteUrl;
    this.#token = token;
  }

  /** @returns undefined if there was no run within `waitMs` */
  async claim(runner: RunnerInfo, waitMs: number, signal: AbortSignal): Promise<ClaimResponse | undefined> {
    const response = await this.#post(
      'claim',
      { runner, waitMs },
      AbortSignal.any([signal, AbortSignal.timeout(waitMs + answerMs)]),
    );
    return response.status === 204 ? undefined : claimResponseSchema.parse(await bodyOf(response));
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

  async #post(path: string, body: unknown, signal = AbortSignal.timeout(answerMs)): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(`/api/runner/${path}`, this.#siteUrl), {
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
