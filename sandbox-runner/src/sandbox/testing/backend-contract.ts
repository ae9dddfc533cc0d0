import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { BackendSandbox, SandboxBackend } from '../backend.ts';
import { HostFull } from '../host-room.ts';

type OpenBackend = (room: 'two' | 'none') => Promise<SandboxBackend>;

/**
 * Tests that every backend of sandboxes must pass. A new backend calls this from its own test file.
 *
 * @param open opens a backend on a host with space for two sandboxes or for none
 */
export function backendContract(name: string, open: OpenBackend): void {
  describe(`${name} as a backend of sandboxes`, () => {
    testSandboxes(open);
    testHost(open);
  });
}

function testSandboxes(open: OpenBackend): void {
  test('a new sandbox has an engine that answers, its version and no fault', () =>
    withSandboxes(open, 1, async (made) => {
      expect(await made!.sandbox.engineAnswers(2_000)).toBe(true);
      expect((await made!.sandbox.engine.version()).Version).toBe(made!.sandbox.engineVersion);
      expect(await made!.sandbox.fault()).toBeUndefined();
    }));

  test('two sandboxes share nothing', () =>
    withSandboxes(open, 2, async (ada, bob) => {
      expect(ada!.sandbox.id).not.toBe(bob!.sandbox.id);
      await storeImage(ada!, 'of-ada');
      expect(await imagesOf(ada!)).toContain('of-ada:latest');
      expect(await imagesOf(bob!)).not.toContain('of-ada:latest');
    }));

  test('across a restart a sandbox stays the same object, with its id and what it stores', () =>
    withSandboxes(open, 1, async (made) => {
      const { sandbox } = made!;
      const { id } = sandbox;
      await storeImage(made!, 'kept');
      expect(await made!.restart(undefined)).toEqual(expect.any(Array));
      await made!.handOut();
      expect(made!.sandbox).toBe(sandbox);
      expect(sandbox.id).toBe(id);
      expect(await sandbox.engineAnswers(2_000)).toBe(true);
      expect(await imagesOf(made!)).toContain('kept:latest');
      expect(await sandbox.fault()).toBeUndefined();
    }));

  test('a destroyed sandbox is gone, and can be destroyed again', () =>
    withSandboxes(open, 1, async (made) => {
      made!.takeBack();
      await made!.destroy();
      expect(await made!.sandbox.engineAnswers(500)).toBe(false);
      await made!.destroy();
    }));

  test('the end of a sandbox that the host destroys is one from outside, and waiting for it can be given up', () =>
    withSandboxes(open, 1, async (made) => {
      const giveUp = new AbortController();
      const givenUp = made!.sandbox.ended(giveUp.signal);
      const ended = made!.sandbox.ended(new AbortController().signal);
      giveUp.abort(new Error('given up'));
      await expect(givenUp).rejects.toThrow('given up');
      made!.takeBack();
      await made!.destroy();
      expect(await ended).toBe('outside');
    }));

  test('a sweep leaves the sandboxes of living processes alone', () =>
    withSandboxes(open, 1, async (made) => {
      const other = await open('two');
      try {
        await other.sweep();
        expect(await made!.sandbox.engineAnswers(2_000)).toBe(true);
      } finally {
        await other.close();
      }
    }));
}

function testHost(open: OpenBackend): void {
  test('without room for one more, none is made and the host is named as full', async () => {
    const backend = await open('none');
    try {
      expect((await backend.room()).isEnough).toBe(false);
      await expect(backend.create()).rejects.toBeInstanceOf(HostFull);
    } finally {
      await backend.close();
    }
  });

  test('it has a template, and switches only to a newer one', async () => {
    const backend = await open('two');
    try {
      const { path } = backend.template();
      expect(path).not.toBe('');
      expect(await backend.renew()).toBe(false);
      expect(backend.template().path).toBe(path);
    } finally {
      await backend.close();
    }
  });
}

/** Runs a test with sandboxes of a backend, then destroys them and closes it. */
async function withSandboxes(
  open: OpenBackend,
  count: number,
  work: (...made: BackendSandbox[]) => Promise<void>,
): Promise<void> {
  const backend = await open('two');
  const made: BackendSandbox[] = [];
  try {
    for (let n = 0; n < count; n++) made.push(await backend.create());
    for (const each of made) await each.handOut();
    await work(...made);
  } finally {
    for (const each of made) {
      each.takeBack();
      await each.destroy();
    }
    await backend.close();
  }
}

async function storeImage({ sandbox }: BackendSandbox, repo: string): Promise<void> {
  const emptyTar = Readable.from([Buffer.alloc(1_024)]);
  await text(await sandbox.engine.importImage(emptyTar, { repo, tag: 'latest' }));
}

async function imagesOf({ sandbox }: BackendSandbox): Promise<string[]> {
  return (await sandbox.engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
}
