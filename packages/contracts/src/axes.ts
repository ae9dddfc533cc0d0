import { z } from 'zod';

/** The five axes every verdict has, and `gpu` where the exercise asks for it. */
export const axes = ['build', 'size', 'cache', 'security', 'runtime', 'gpu'] as const;
export const axisSchema = z.enum(axes);
export type Axis = z.infer<typeof axisSchema>;
