import { z } from 'zod';

/** Errors of the platform. Expected outcomes of a run (does not build, too large …) are in `runStatusSchema`. */
export const errorCodes = [
  'bad-request',
  'unauthenticated',
  'account-required',
  'forbidden',
  'not-found',
  'conflict',
  'stale-fence',
  'too-large',
  'rate-limited',
  'no-runner',
  'sandbox-failed',
  'engine-lost',
  'shelf-missing',
  'internal',
] as const;
export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** HTTP status of each error code. */
export const httpStatusOf = {
  'bad-request': 400,
  unauthenticated: 401,
  'account-required': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'stale-fence': 409,
  'too-large': 413,
  'rate-limited': 429,
  'no-runner': 503,
  'sandbox-failed': 503,
  'engine-lost': 503,
  'shelf-missing': 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** An error with a code, a message for the learner (what happened, what to do) and the technical cause. */
export class PlatformError extends Error {
  readonly code: ErrorCode;
  readonly learnerMessage: string;

  constructor(code: ErrorCode, learnerMessage: string, options?: { cause?: unknown; detail?: string }) {
    super(options?.detail ?? learnerMessage, { cause: options?.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.learnerMessage = learnerMessage;
  }
}
