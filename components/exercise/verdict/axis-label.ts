import type { Axis } from '@dfm/contracts';

export const axisLabel: Record<Axis, string> = { build: 'Build', size: 'Size', cache: 'Cache', security: 'Security', runtime: 'Runtime', gpu: 'GPU' };
