import { beforeEach, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { readStoredInfo } from './stored-info.ts';

const current = {
  name: 'runner-1',
  labels: ['cpu'],
  engineVersion: '29.5.1',
  hostEngineVersion: '29.5.1',
  sandboxes: { warm: 1, kept: 0, busy: 0, max: 2 },
  runsAtOnce: 2,
  terminalsAtOnce: 1,
  health: { ok: true, reasons: [] },
  isolation: { seccomp: 'on' },
  load: { cpus: 2, oneMinute: 0.5, memoryFreeMb: 8_000, diskFreeMb: 50_000 },
  basesToCome: ['python:3.11'],
  reservedFor: ['gpu'],
};
const { basesToCome: _, ...withoutBases } = current;

beforeEach(() => {
  vi.spyOn(log, 'error').mockReturnValue(undefined);
});

test('the current format is read unchanged', () => {
  expect(readStoredInfo('runner-1', current)).toEqual(current);
});

test('from before nodes reported base images: none is being prepared', () => {
  expect(readStoredInfo('runner-1', withoutBases)).toEqual({ ...withoutBases, basesToCome: [] });
});

test('from before nodes were reserved: it takes any run', () => {
  const { reservedFor: _reserved, ...before } = current;
  expect(readStoredInfo('runner-1', before)).toEqual({ ...current, reservedFor: [] });
});

test('from before nodes offered terminals: none is offered', () => {
  const { terminalsAtOnce: _offered, ...before } = current;
  expect(readStoredInfo('runner-1', before)).toEqual({ ...current, terminalsAtOnce: 0 });
});

test('near miss: from before nodes kept sandboxes for their learners, it can no longer be read', () => {
  const sandboxes = { warm: 1, busy: 0, max: 2 };
  expect(readStoredInfo('runner-1', { ...current, sandboxes })).toBeUndefined();
  expect(log.error).toHaveBeenCalledWith(
    expect.objectContaining({ column: 'runner.info', row: 'runner-1' }),
    expect.any(String),
  );
});
