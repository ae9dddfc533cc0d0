import { expect, test, vi } from 'vitest';
import { GpuLeases, type GpuLease } from './gpu-leases.ts';

const deviceOf = (uuid: string) => ({
  uuid,
  name: 'Simulated GPU',
  memoryMb: 1,
  driver: '1.0',
  computeCapability: '8.0',
});
const never = new AbortController().signal;

/** Takes for each owner in turn and tells who got a device, in order. */
function queueOf(devices: string[]) {
  const leases = new GpuLeases(devices.map(deviceOf), 60_000);
  const got: string[] = [];
  const held = new Map<string, GpuLease>();
  const ask = async (owner: string) => {
    const lease = await leases.take(owner, never);
    got.push(`${owner}:${lease.device.uuid}`);
    held.set(owner, lease);
  };
  const end = async (owner: string) => {
    held.get(owner)!.release();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { leases, got, held, ask, end };
}

test('one device serves one learner at a time, in the order of arrival', async () => {
  const { leases, got, ask, end } = queueOf(['a']);
  await ask('one');
  void ask('two');
  void ask('three');
  expect([got, leases.waiting]).toEqual([['one:a'], 2]);
  await end('one');
  expect(got).toEqual(['one:a', 'two:a']);
  await end('two');
  expect(got).toEqual(['one:a', 'two:a', 'three:a']);
});

test('who was served before comes after who was not, however early the question', async () => {
  const { got, ask, end } = queueOf(['a']);
  await ask('eager');
  void ask('eager');
  void ask('eager');
  void ask('patient');
  await end('eager');
  expect(got.at(-1)).toBe('patient:a');
  await end('patient');
  expect(got.at(-1)).toBe('eager:a');
});

test('a learner has one device of two, the next learner the other', async () => {
  const { got, ask } = queueOf(['a', 'b']);
  await ask('one');
  void ask('one');
  await ask('two');
  expect(got).toEqual(['one:a', 'two:b']);
});

test('releasing twice gives the device on once', async () => {
  const { got, ask, held, end } = queueOf(['a']);
  await ask('one');
  void ask('two');
  void ask('three');
  held.get('one')!.release();
  await end('one');
  expect(got).toEqual(['one:a', 'two:a']);
});

test('who gives up waiting leaves the queue and takes no device with it', async () => {
  const { leases, got, ask, end } = queueOf(['a']);
  await ask('one');
  const cancelled = new AbortController();
  const waiting = leases.take('two', cancelled.signal);
  void ask('three');
  cancelled.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await end('one');
  expect(got).toEqual(['one:a', 'three:a']);
  await expect(leases.take('four', cancelled.signal)).rejects.toThrow('cancelled');
});

test('at the end of its time the lease says so, and the device is given on only when it is released', async () => {
  vi.useFakeTimers();
  try {
    const leases = new GpuLeases([deviceOf('a')], 1_000);
    const lease = await leases.take('one', never);
    const next = leases.take('two', never);
    vi.advanceTimersByTime(999);
    expect(lease.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect([lease.signal.aborted, leases.waiting]).toEqual([true, 1]);
    lease.release();
    expect((await next).device.uuid).toBe('a');
  } finally {
    vi.useRealTimers();
  }
});
