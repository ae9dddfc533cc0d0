import { z } from 'zod';

/** Values by the name of their placeholder: `{{port}}` for `port`. */
export const drawnValuesSchema = z.record(
  z.string().regex(/^(?!nonce$)[a-z][A-Za-z0-9]*$/, 'must consist of letters and digits, and not be nonce'),
  z.union([z.number(), z.string().min(1).max(100)]),
);
export type DrawnValues = z.infer<typeof drawnValuesSchema>;

/** What learners can draw; the first is the example that everyone sees who has drawn nothing. */
export const drawsSchema = z
  .array(drawnValuesSchema)
  .min(2)
  .max(50)
  .superRefine((draws, context) => {
    const shape = (draw: DrawnValues) =>
      JSON.stringify(
        Object.keys(draw)
          .sort()
          .map((name) => [name, typeof draw[name]]),
      );
    for (const [index, draw] of draws.entries()) {
      if (shape(draw) !== shape(draws[0]!))
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'must have the same names as the first draw, with the same types of values',
        });
      const same = draws.findIndex((other) => Object.keys(draw).every((name) => draw[name] === other[name]));
      if (same < index)
        context.addIssue({ code: 'custom', path: [index], message: `is the same as draw ${same + 1}` });
    }
  });
