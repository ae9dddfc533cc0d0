import * as z from 'zod/mini';

/** The five axes of every verdict, and `gpu` for exercises that need one. */
export const axes = ['build', 'size', 'cache', 'security', 'runtime', 'gpu'] as const;
export const axisSchema = z.enum(axes);
export type Axis = z.infer<typeof axisSchema>;
