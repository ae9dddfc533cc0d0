import type { Axis } from '@dfm/contracts';

export const axisLabel: Record<Axis, string> = { build: 'Build', size: 'Size', cache: 'Cache', security: 'Security', runtime: 'Runtime', gpu: 'GPU' };

/** In the order they are shown. Not `axes` of the contracts: that would bring its schemas into the page. */
export const axisOrder: readonly Axis[] = ['build', 'size', 'cache', 'security', 'runtime', 'gpu'];
