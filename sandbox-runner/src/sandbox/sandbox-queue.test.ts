import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackOff } from '../host/back-off.ts';
import { type QueueOptions, SandboxQueue } from './sandbox-queue.ts';

interface Item {
  id: number;
  usable: boolean;
}
const noSpace = new Error('no space');
let open: SandboxQueue<Item> | undefined;
afterEach(() => open?.close());

function queueOf(options: Partial<QueueOptions<Item>> = {}) {
  const made: Item[] = [];
  const destroyed: number[] = [];
  const queue = new SandboxQueue<Item>({
    max: 2,
    maxPerOwner: 2,
    warm: 0,
    idleMs: 60_000,
    make: async () => {
      const item = { id: made.length, usable: true };
      made.push(item);
      return item;
    },
    destroy: async (item) => void destroyed.push(item.id),
    isUsable: async (item) => item.usable,
    isOutOfSpace: (error) => error === noSpace,
    onRefillFailed: () => undefined,
    refillPauses: new BackOff(1, 1),
    ...options,
  });
  open = queue;
  return { queue, made, destroyed };
}

describe('if nothing is kept', () => {
  test('what is given back is destroyed, and the next one is new', async () => {
    const { queue, destroyed } = queueOf({ idleMs: 0 });
    const first = await queue.take('ada');
    await queue.giveBack(first, 'keep');
    expect(destroyed).toEqual([first.id]);
    expect((await queue.take('ada')).id).not.toBe(first.id);
  });

  test('what was made for a waiter that has gone is destroyed', async () => {
    let finish: ((item: Item) => void) | undefined;
    const make = () => new Promise<Item>((resolve) => (finish = resolve));
    const { queue, destroyed } = queueOf({ idleMs: 0, make });
    const leaving = new AbortController();
    const taken = queue.take('ada', leaving.signal);
    leaving.abort(new Error('cancelled'));
    await expect(taken).rejects.toThrow('cancelled');
    finish?.({ id: 7, usable: true });
    await vi.waitFor(() => expect(destroyed).toEqual([7]));
  });

  test('near miss: items that are kept ready stay', async () => {
    const { queue, made, destroyed } = queueOf({ idleMs: 0, warm: 1 });
    await vi.waitFor(() => expect(queue.stats().warm).toBe(1));
    expect([made.length, destroyed]).toEqual([1, []]);
  });

  test('near miss: otherwise, what was made for a waiter that has gone is ready for the next', async () => {
    let finish: ((item: Item) => void) | undefined;
    const make = () => new Promise<Item>((resolve) => (finish = resolve));
    const { queue } = queueOf({ make });
    const leaving = new AbortController();
    const taken = queue.take('ada', leaving.signal);
    leaving.abort(new Error('cancelled'));
    await expect(taken).rejects.toThrow('cancelled');
    finish?.({ id: 7, usable: true });
    expect((await queue.take('bob')).id).toBe(7);
  });
});

describe('after a renewal', () => {
  test('older idle sandboxes are destroyed, and older busy ones when they are released', async () => {
    const { queue, destroyed } = queueOf();
    const kept = await queue.take('ada');
    await queue.giveBack(kept, 'keep');
    const busy = await queue.take('bob');
    queue.renew();
    expect(destroyed).toEqual([kept.id]);
    await queue.giveBack(busy, 'keep');
    expect(destroyed).toEqual([kept.id, busy.id]);
    const after = await queue.take('ada');
    await queue.giveBack(after, 'keep');
    expect(await queue.take('ada')).toBe(after);
  });

  test('a sandbox whose creation started before is given to no one', async () => {
    let finish: ((item: Item) => void) | undefined;
    let id = 0;
    const { queue, destroyed } = queueOf({ make: () => new Promise<Item>((resolve) => (finish = resolve)) });
    const taken = queue.take('ada');
    queue.renew();
    finish?.({ id: id++, usable: true });
    await vi.waitFor(() => expect(destroyed).toEqual([0]));
    finish?.({ id: id++, usable: true });
    expect((await taken).id).toBe(1);
  });
});

describe('who gets which sandbox', () => {
  test('a kept sandbox goes only to its owner', async () => {
    const { queue } = queueOf();
    const first = await queue.take('ada');
    await queue.giveBack(first, 'keep');
    const others = await queue.take('bob');
    expect(others).not.toBe(first);
    expect(await queue.take('ada')).toBe(first);
  });

  test('a discarded sandbox is destroyed and its owner gets a new one', async () => {
    const { queue, destroyed } = queueOf();
    const first = await queue.take('ada');
    await queue.giveBack(first, 'discard');
    expect(destroyed).toEqual([0]);
    expect(await queue.take('ada')).not.toBe(first);
  });

  test('an idle kept sandbox is removed for another owner if the maximum is reached', async () => {
    const { queue, destroyed } = queueOf({ max: 1 });
    await queue.giveBack(await queue.take('ada'), 'keep');
    const second = await queue.take('bob');
    expect(second.id).toBe(1);
    expect(destroyed).toEqual([0]);
  });

  test('the sandbox that has been idle longest is removed, and one that was used since then stays', async () => {
    const { queue, destroyed } = queueOf({ max: 2 });
    await queue.giveBack(await queue.take('ada'), 'keep');
    await queue.giveBack(await queue.take('bob'), 'keep');
    await queue.giveBack(await queue.take('ada'), 'keep');
    await queue.take('cyd');
    expect(destroyed).toEqual([1]);
    expect((await queue.take('ada')).id).toBe(0);
  });

  describe('on a host without space for another sandbox', () => {
    const makeUnless = (isFull: () => boolean) => {
      let calls = 0;
      return () => (isFull() ? Promise.reject(noSpace) : Promise.resolve({ id: calls++, usable: true }));
    };

    test('idle kept sandboxes are removed one after another until there is space', async () => {
      const destroyed: number[] = [];
      const { queue } = queueOf({
        max: 9,
        make: makeUnless(() => queue.stats().kept > 1),
        destroy: async (item) => void destroyed.push(item.id),
      });
      for (const owner of ['ada', 'bob']) await queue.giveBack(await queue.take(owner), 'keep');
      await queue.giveBack(await queue.take('ada'), 'keep');
      await queue.take('cyd');
      expect(destroyed).toEqual([1]);
      expect(queue.stats()).toMatchObject({ kept: 1, busy: 1 });
    });

    test('the waiter gets the error when there is nothing left to remove', async () => {
      let isFull = false;
      const { queue, made } = queueOf({ max: 9, make: makeUnless(() => isFull) });
      await queue.giveBack(await queue.take('ada'), 'keep');
      isFull = true;
      await expect(queue.take('bob')).rejects.toBe(noSpace);
      expect([queue.stats().kept, made]).toEqual([0, []]);
    });

    test('no kept sandbox is removed for a warm one', async () => {
      const failed: unknown[] = [];
      let calls = 0;
      const { queue, destroyed } = queueOf({
        max: 9,
        warm: 1,
        make: () => (++calls === 1 ? Promise.resolve({ id: 0, usable: true }) : Promise.reject(noSpace)),
        onRefillFailed: (error) => failed.push(error),
      });
      await queue.giveBack(await queue.take('ada'), 'keep');
      await expect.poll(() => failed).toContain(noSpace);
      expect([queue.stats().kept, destroyed]).toEqual([1, []]);
    });

    test('no kept sandbox is removed after any other failure', async () => {
      let isBroken = false;
      const { queue, destroyed } = queueOf({
        max: 9,
        make: () =>
          isBroken ? Promise.reject(new Error('no engine')) : Promise.resolve({ id: 0, usable: true }),
      });
      await queue.giveBack(await queue.take('ada'), 'keep');
      isBroken = true;
      await expect(queue.take('bob')).rejects.toThrow('no engine');
      expect([queue.stats().kept, destroyed]).toEqual([1, []]);
    });
  });

  test('waiters are served in order when a sandbox is released', async () => {
    const { queue } = queueOf({ max: 1 });
    const held = await queue.take('ada');
    const order: string[] = [];
    const bob = queue.take('bob').then((item) => (order.push('bob'), item));
    const cyd = queue.take('cyd').then((item) => (order.push('cyd'), item));
    expect(queue.stats()).toEqual({ warm: 0, kept: 0, busy: 1, making: 0, max: 1 });
    await queue.giveBack(held, 'discard');
    await queue.giveBack(await bob, 'discard');
    await cyd;
    expect(order).toEqual(['bob', 'cyd']);
  });

  test('an owner at the limit per owner waits, and others are served first', async () => {
    const { queue, made } = queueOf({ max: 3, maxPerOwner: 1 });
    const first = await queue.take('ada');
    const order: string[] = [];
    const again = queue.take('ada').then((item) => (order.push('ada'), item));
    const bob = await queue.take('bob');
    order.push('bob');
    expect(made).toHaveLength(2);
    await queue.giveBack(first, 'keep');
    expect(await again).toBe(first);
    expect([order, made.length, bob.id]).toEqual([['bob', 'ada'], 2, 1]);
  });

  test('a failure is not reported to an owner who was not eligible', async () => {
    let calls = 0;
    const { queue } = queueOf({
      max: 3,
      maxPerOwner: 1,
      make: async () => (++calls === 2 ? Promise.reject(new Error('no disk')) : { id: calls, usable: true }),
    });
    const first = await queue.take('ada');
    const again = queue.take('ada');
    await expect(queue.take('bob')).rejects.toThrow('no disk');
    await queue.giveBack(first, 'keep');
    expect(await again).toBe(first);
  });

  test('a warm sandbox is replaced after it was taken', async () => {
    const { queue, made } = queueOf({ warm: 1 });
    await expect.poll(() => queue.stats().warm).toBe(1);
    expect((await queue.take('ada')).id).toBe(0);
    await expect.poll(() => queue.stats()).toEqual({ warm: 1, kept: 0, busy: 1, making: 0, max: 2 });
    expect(made).toHaveLength(2);
  });

  test('an unusable kept sandbox is destroyed and replaced', async () => {
    const { queue, destroyed } = queueOf();
    const first = await queue.take('ada');
    await queue.giveBack(first, 'keep');
    first.usable = false;
    expect((await queue.take('ada')).id).toBe(1);
    expect(destroyed).toEqual([0]);
  });

  test('an owner with two sandboxes keeps one', async () => {
    const { queue, destroyed } = queueOf();
    const [first, second] = [await queue.take('ada'), await queue.take('ada')];
    await queue.giveBack(first, 'keep');
    await queue.giveBack(second, 'keep');
    expect(destroyed).toEqual([first.id]);
  });
});

describe('failures and endings', () => {
  test('a waiter gets the error if creation fails', async () => {
    const { queue } = queueOf({ make: () => Promise.reject(new Error('no disk')) });
    await expect(queue.take('ada')).rejects.toThrow('no disk');
    await expect(queue.take('ada')).rejects.toThrow('no disk');
  });

  test('a failed creation rejects one waiter, and the next one is served', async () => {
    let calls = 0;
    const { queue } = queueOf({
      max: 1,
      make: async () => (++calls === 1 ? Promise.reject(new Error('no disk')) : { id: calls, usable: true }),
    });
    const [ada, bob] = await Promise.allSettled([queue.take('ada'), queue.take('bob')]);
    expect([ada.status, bob]).toEqual(['rejected', { status: 'fulfilled', value: { id: 2, usable: true } }]);
  });

  test('an aborted waiter leaves the queue', async () => {
    const { queue } = queueOf({ max: 1 });
    const held = await queue.take('ada');
    const abort = new AbortController();
    const waiting = queue.take('bob', abort.signal);
    abort.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    await queue.giveBack(held, 'discard');
    expect((await queue.take('cyd')).id).toBe(1);
  });

  test('an idle kept sandbox is destroyed after the idle time, busy and warm ones are not', async () => {
    const { queue, destroyed } = queueOf({ max: 3, warm: 1, idleMs: 20 });
    await expect.poll(() => queue.stats().warm).toBe(1);
    const kept = await queue.take('ada');
    await queue.take('bob');
    await queue.giveBack(kept, 'keep');
    await expect.poll(() => destroyed).toEqual([kept.id]);
    expect(queue.stats()).toMatchObject({ busy: 1 });
  });

  test('close destroys all sandboxes, even those being created, and rejects further calls', async () => {
    const making = Promise.withResolvers<Item>();
    const { queue, destroyed } = queueOf({ make: () => making.promise });
    const taken = queue.take('ada').catch((error: Error) => error.message);
    const closing = queue.close();
    making.resolve({ id: 9, usable: true });
    await closing;
    expect(await taken).toContain('closed');
    expect(destroyed).toEqual([9]);
    await expect(queue.take('bob')).rejects.toThrow('closed');
  });
});

describe('a warm sandbox that cannot be created', () => {
  let refillPauses: BackOff;
  beforeEach(() => {
    refillPauses = new BackOff(1_000, 60_000, () => 1);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => vi.useRealTimers());

  test('is reported with its cause and retried after growing pauses, not earlier', async () => {
    const reported: unknown[] = [];
    let calls = 0;
    queueOf({
      warm: 1,
      refillPauses,
      onRefillFailed: (error) => reported.push(error),
      make: async () => Promise.reject(new Error(`no disk ${++calls}`)),
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(reported).toEqual([new Error('no disk 1')]);
    await vi.advanceTimersByTimeAsync(1);
    expect(reported).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(reported).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(reported.at(-1)).toEqual(new Error('no disk 3'));
  });

  test('is created once that is possible, and the next failure starts with the first pause', async () => {
    let isBroken = true;
    let calls = 0;
    const { queue } = queueOf({
      warm: 1,
      refillPauses,
      onRefillFailed: () => undefined,
      make: async () => (
        calls++,
        isBroken ? Promise.reject(new Error('no disk')) : { id: calls, usable: true }
      ),
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(calls).toBe(3);
    isBroken = false;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(queue.stats().warm).toBe(1);
    isBroken = true;
    await queue.take('ada');
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toBe(5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(calls).toBe(6);
  });

  test('does not delay waiters: creation starts immediately for them, and they get its error', async () => {
    const reported: unknown[] = [];
    const { queue } = queueOf({
      warm: 1,
      refillPauses,
      onRefillFailed: (error) => reported.push(error),
      make: () => Promise.reject(new Error('no disk')),
    });
    await vi.advanceTimersByTimeAsync(0);
    await expect(queue.take('ada')).rejects.toThrow('no disk');
    expect(reported).toHaveLength(1);
  });
});
