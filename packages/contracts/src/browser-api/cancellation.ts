import * as z from 'zod/mini';

/** `POST /api/runs/<id>/cancel`: the response has no body. */
export const cancellationSchema = z.undefined();
