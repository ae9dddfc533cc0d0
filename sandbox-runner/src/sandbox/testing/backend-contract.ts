import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { BackendSandbox, SandboxBackend } from '../backend.ts';
import { HostFull } from '../host-room.ts';

/**
 * Tests that every backend of sandboxes must pass. A new backend calls this from its own test file.
 *
 * @param open opens a backend on a host with space for two sandboxes or for none
 */
export function backendContract(name: string, open: (room: 'two' | 'none') => Promise<SandboxBackend>): void {
  /** Runs a test on a backend, then destroys its sandboxes and closes it. */
  const withSandboxes = async (count: number, work: (...made: BackendSandbox[]) => Promise<void>) => {
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
  };
  const storeImage = async ({ sandbox }: BackendSandbox, repo: string) => {
    const emptyTar = Readable.from([Buffer.alloc(1_024)]);
    await text(await sandbox.engine.importImage(emptyTar, { repo, tag: 'latest' }));
  };
  const imagesOf = async ({ sandbox }: BackendSandbox) =>
    (await sandbox.engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);

  describe(`${name} as a backend of sandboxes`, () => {
    test('a new sandbox has an engine that answers, its version and no fault', () =>
      withSandboxes(1, async (made) => {
        expect(await made!.sandbox.engineAnswers(2_000)).toBe(true);
        expect((await made!.sandbox.engine.version()).Version).toBe(made!.sandbox.engineVersion);
        expect(await made!.sandbox.fault()).toBeUndefined();
      }));

    test('two sandboxes share nothing', () =>
      withSandboxes(2, async (ada, bob) => {
        expect(ada!.sandbox.id).not.toBe(bob!.sandbox.id);
        await storeImage(ada!, 'of-ada');
        expect(await imagesOf(ada!)).toContain('of-ada:latest');
        expect(await imagesOf(bob!)).not.toContain('of-ada:latest');
      }));

    test('a sandbox stays the same object across a restart, with its ID and its data', () =>
      withSandboxes(1, async (made) => {
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

    test('a destroyed sandbox no longer answers, and can be destroyed again', () =>
      withSandboxes(1, async (made) => {
        made!.takeBack();
        await made!.destroy();
        expect(await made!.sandbox.engineAnswers(500)).toBe(false);
        await made!.destroy();
      }));

    test('a sweep does not affect the sandboxes of live processes', () =>
      withSandboxes(1, async (made) => {
        const other = await open('two');
        try {
          await other.sweep();
          expect(await made!.sandbox.engineAnswers(2_000)).toBe(true);
        } finally {
          await other.close();
        }
      }));

    test('without space for another sandbox, none is created and the host is reported as full', async () => {
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
  });
}
