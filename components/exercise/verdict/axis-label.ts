import type { Axis } from '@dfm/contracts';

export const axisLabel: Record<Axis, string> = {
  build: 'Build',
  size: 'Size',
  cache: 'Cache',
  security: 'Security',
  runtime: 'Runtime',
  gpu: 'GPU',
};

/** What each axis measures, in one sentence. */
export const axisMeasures: Record<Axis, string> = {
  build: 'Whether every step completes, and whether the same Dockerfile gives the same image next month.',
  size: 'The bytes that each instruction adds, and those that a later layer overwrites or deletes.',
  cache: 'Which steps run again after an edit, and what that costs.',
  security: 'The user the process runs as, and secrets left in layers, environment and history.',
  runtime: 'Whether it starts, predicts correctly, becomes healthy and stops when told to.',
  gpu: 'Whether the container can use the GPU, and with which libraries.',
};

/** In display order. Not `axes` from the contracts, which would bring its schemas into the page. */
export const axisOrder: readonly Axis[] = ['build', 'size', 'cache', 'security', 'runtime', 'gpu'];
