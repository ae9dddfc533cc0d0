import * as z from 'zod/mini';

/** The 1-based number of a line or column. */
export const positionSchema = z.int().check(z.positive());

/** An amount that is counted, such as bytes or files. */
export const countSchema = z.int().check(z.nonnegative());

/** Milliseconds. */
export const durationSchema = z.number().check(z.nonnegative());
