import { expect, test } from 'vitest';
import { limitKind } from './limit-kind.ts';

test.each([
  ['a setting', { phase: 'cold-build', message: '', limit: 'SANDBOX_MEMORY_MB=3072' }, 'sandbox_memory_mb'],
  ['a time limit as text', { phase: 'replay', message: '', limit: 'replays of 300 s in total' }, 'replay'],
  ['no limit', { phase: 'cold-build', message: '' }, undefined],
  ['no failure', undefined, undefined],
] as const)('%s', (_name, failure, expected) => expect(limitKind(failure)).toBe(expected));
