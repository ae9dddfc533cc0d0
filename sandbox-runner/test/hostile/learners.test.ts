import { expect } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { build, type PoolFixture } from '../sandbox-fixture.ts';
import { hostileCases, type HostileCase } from './cases.ts';

const debian = 'debian:bookworm-slim';
const graded = { status: 'graded' };

async function asLearner<T>(
  { pool }: PoolFixture,
  learner: string,
  next: 'keep' | 'discard',
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await pool.acquire(learner);
  try {
    return await work(sandbox);
  } finally {
    await pool.release(sandbox, next);
  }
}

const cases: HostileCase[] = [
  {
    number: '15',
    name: 'a cache mount filled for other learners',
    dockerfile: `FROM ${debian}\nRUN --mount=type=cache,id=pip,target=/c,sharing=shared echo poison > /c/wheel\n`,
    expected: graded,
    verify: async (_observed, fixture) => {
      const { kind, log } = await asLearner(fixture, 'victim', 'discard', (sandbox) =>
        build(
          sandbox,
          `FROM ${debian}\nRUN --mount=type=cache,id=pip,target=/c,sharing=shared echo seen: $(ls /c)\n`,
        ),
      );
      expect([kind, log.trim()]).toEqual(['built', 'seen:']);
    },
  },
  {
    number: '15',
    name: 'one learner’s steps as another learner’s cache',
    dockerfile: `FROM ${debian}\nRUN echo poison > /step\n`,
    expected: graded,
    verify: async (_observed, fixture) => {
      const dockerfile = `FROM ${debian}\nRUN head -c 16 /dev/urandom | md5sum | tee /step\n`;
      const first = await asLearner(fixture, 'attacker', 'keep', (sandbox) => build(sandbox, dockerfile));
      const second = await asLearner(fixture, 'victim', 'discard', (sandbox) => build(sandbox, dockerfile));
      expect(second.log.trim()).toMatch(/^[0-9a-f]{32} /);
      expect(second.log).not.toBe(first.log);
      await asLearner(fixture, 'attacker', 'discard', () => Promise.resolve());
    },
  },
  {
    number: '33',
    name: 'a base image replaced by a learner who controls the inner engine',
    dockerfile: `FROM ${debian}\nRUN true\n`,
    expected: graded,
    verify: async (_observed, fixture) => {
      const idOfBase = async (sandbox: Sandbox) => (await sandbox.engine.getImage(debian).inspect()).Id;
      const forged = await asLearner(fixture, 'attacker', 'keep', async (sandbox) => {
        const before = await idOfBase(sandbox);
        await sandbox.engine
          .getImage('python:3.11-slim-bookworm')
          .tag({ repo: 'debian', tag: 'bookworm-slim' });
        return { before, after: await idOfBase(sandbox) };
      });
      expect(forged.after).not.toBe(forged.before);
      expect(await asLearner(fixture, 'victim', 'discard', idOfBase)).toBe(forged.before);
      await asLearner(fixture, 'attacker', 'discard', () => Promise.resolve());
    },
  },
];

hostileCases(cases);
