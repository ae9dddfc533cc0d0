import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparationSchema, type PreparationStep } from '@dfm/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PreparationRecord } from './preparation-record.ts';

let dir: string;
let records: PreparationRecord[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'preparation-'));
  records = [];
  vi.useFakeTimers();
});
afterEach(() => {
  for (const record of records) record.close();
  vi.useRealTimers();
  rmSync(dir, { recursive: true });
});

const step = (id: string, change: Partial<PreparationStep> = {}): PreparationStep => ({
  id,
  title: id,
  part: 'first',
  after: [],
  provides: [],
  estimateMs: 10_000,
  ...change,
});
const files = () => ({
  record: join(dir, 'state/preparation.json'),
  times: join(dir, 'data/preparation-times.json'),
});
const written = () => preparationSchema.parse(JSON.parse(readFileSync(files().record, 'utf8')));
function open(...steps: PreparationStep[]): PreparationRecord {
  const record = new PreparationRecord(files(), steps);
  records.push(record);
  return record;
}

test('the time of a step is its estimate in the next preparation', () => {
  const first = open(step('disk'), step('image'));
  first.report({ kind: 'started', step: 'disk' });
  vi.advanceTimersByTime(42_000);
  first.report({ kind: 'done', step: 'disk' });
  first.close();
  open(step('disk'), step('image'));
  expect(written().steps.map(({ id, estimateMs }) => [id, estimateMs])).toEqual([
    ['disk', 42_000],
    ['image', 10_000],
  ]);
});

test('a step that is already done is not counted', () => {
  open(step('disk'), step('image')).report({ kind: 'there', step: 'disk' });
  expect(written().steps.map(({ id }) => id)).toEqual(['image']);
});

test('after a failure, unfinished steps are reset, and the failure disappears with the next event', () => {
  const record = open(step('disk'), step('image'));
  record.report({ kind: 'started', step: 'disk' });
  record.fail({ message: 'the disk is full', retryAt: 1 });
  expect(written()).toMatchObject({
    failure: { message: 'the disk is full' },
    steps: [{ id: 'disk' }, { id: 'image' }],
  });
  expect(written().steps[0]?.startedAt).toBeUndefined();
  record.report({ kind: 'started', step: 'disk' });
  expect(written().failure).toBeUndefined();
});

test('the file is rewritten while nothing happens, and removed when the record is closed', () => {
  const record = open(step('disk'));
  const before = written().updatedAt;
  vi.advanceTimersByTime(11_000);
  expect(written().updatedAt).toBe(before + 10_000);
  record.close();
  expect(existsSync(files().record)).toBe(false);
});

test('unreadable times are ignored', () => {
  open(step('disk')).report({ kind: 'done', step: 'disk' });
  writeFileSync(files().times, '{"disk":"long"}');
  open(step('disk'));
  expect(written().steps[0]?.estimateMs).toBe(10_000);
});
