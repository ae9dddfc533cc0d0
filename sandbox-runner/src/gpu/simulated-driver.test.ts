import { expect, test } from 'vitest';
import type { Engine } from '../engine/engine-types.ts';
import { compileSimulatedDriver } from './simulated-driver.ts';

test('a compiler that cannot be started is reported with the reason', async () => {
  const refused = Object.assign(new Error('(HTTP code 500)'), {
    statusCode: 500,
    json: { message: 'no space left on device' },
  });
  const container = { start: () => Promise.reject(refused), remove: () => Promise.resolve() };
  const engine = { createContainer: () => Promise.resolve(container) } as unknown as Engine;
  await expect(compileSimulatedDriver(engine, 'run', new AbortController().signal)).rejects.toThrow(
    'cannot compile the stand-in for the CUDA driver: no space left on device',
  );
});
