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
const told = () => preparationSchema.parse(JSON.parse(readFileSync(files().record, 'utf8')));
function open(...steps: PreparationStep[]): PreparationRecord {
  const record = new PreparationRecord(files(), steps);
  records.push(record);
  return record;
}

test('what a step took is the estimate of the next preparation', () => {
  const first = open(step('disk'), step('image'));
  first.report({ kind: 'started', step: 'disk' });
  vi.advanceTimersByTime(42_000);
  first.report({ kind: 'done', step: 'disk' });
  first.close();
  open(step('disk'), step('image'));
  expect(told().steps.map(({ id, estimateMs }) => [id, estimateMs])).toEqual([
    ['disk', 42_000],
    ['image', 10_000],
  ]);
});

test('a step that is there already is not counted', () => {
  open(step('disk'), step('image')).report({ kind: 'there', step: 'disk' });
  expect(told().steps.map(({ id }) => id)).toEqual(['image']);
});

test('after a failure what had begun begins again, and the failure goes as soon as something moves', () => {
  const record = open(step('disk'), step('image'));
  record.report({ kind: 'started', step: 'disk' });
  record.fail({ message: 'the disk is full', retryAt: 1 });
  expect(told()).toMatchObject({
    failure: { message: 'the disk is full' },
    steps: [{ id: 'disk' }, { id: 'image' }],
  });
  expect(told().steps[0]?.startedAt).toBeUndefined();
  record.report({ kind: 'started', step: 'disk' });
  expect(told().failure).toBeUndefined();
});

test('it is written again while nothing happens, and is gone once closed', () => {
  const record = open(step('disk'));
  const before = told().updatedAt;
  vi.advanceTimersByTime(11_000);
  expect(told().updatedAt).toBe(before + 10_000);
  record.close();
  expect(existsSync(files().record)).toBe(false);
});

test('times that cannot be read are left out', () => {
  open(step('disk')).report({ kind: 'done', step: 'disk' });
  writeFileSync(files().times, '{"disk":"long"}');
  open(step('disk'));
  expect(told().steps[0]?.estimateMs).toBe(10_000);
});
