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

/** Takes devices for owners and records who got one, in order. */
function queueOf(devices: string[]) {
  const leases = new GpuLeases(devices.map(deviceOf), 60_000);
  const got: string[] = [];
  const held = new Map<string, GpuLease>();
  const request = async (owner: string) => {
    const lease = await leases.take(owner, never);
    got.push(`${owner}:${lease.device.uuid}`);
    held.set(owner, lease);
  };
  const end = async (owner: string) => {
    held.get(owner)!.release();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { leases, got, held, request, end };
}

test('one device serves one learner at a time, in the order of arrival', async () => {
  const { leases, got, request, end } = queueOf(['a']);
  await request('one');
  void request('two');
  void request('three');
  expect([got, leases.waiting]).toEqual([['one:a'], 2]);
  await end('one');
  expect(got).toEqual(['one:a', 'two:a']);
  await end('two');
  expect(got).toEqual(['one:a', 'two:a', 'three:a']);
});

test('owners who have had a device come after those who have not, even if they requested one earlier', async () => {
  const { got, request, end } = queueOf(['a']);
  await request('eager');
  void request('eager');
  void request('eager');
  void request('patient');
  await end('eager');
  expect(got.at(-1)).toBe('patient:a');
  await end('patient');
  expect(got.at(-1)).toBe('eager:a');
});

test('a learner gets one of two devices, the next learner the other', async () => {
  const { got, request } = queueOf(['a', 'b']);
  await request('one');
  void request('one');
  await request('two');
  expect(got).toEqual(['one:a', 'two:b']);
});

test('releasing twice passes the device on once', async () => {
  const { got, request, held, end } = queueOf(['a']);
  await request('one');
  void request('two');
  void request('three');
  held.get('one')!.release();
  await end('one');
  expect(got).toEqual(['one:a', 'two:a']);
});

test('an owner who stops waiting leaves the queue without using up a device', async () => {
  const { leases, got, request, end } = queueOf(['a']);
  await request('one');
  const cancelled = new AbortController();
  const waiting = leases.take('two', cancelled.signal);
  void request('three');
  cancelled.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await end('one');
  expect(got).toEqual(['one:a', 'three:a']);
  await expect(leases.take('four', cancelled.signal)).rejects.toThrow('cancelled');
});

test('when its time is over, a lease aborts its signal, and the device is passed on only when it is released', async () => {
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
