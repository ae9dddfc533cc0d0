import { afterAll, beforeAll, expect, test } from 'vitest';
import { tablesOfData } from '../../lib/privacy/personal-data.ts';
import { type Site, openSite } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('the table of personal data has every column of the database, once, and no other', async () => {
  const stored = await site.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  );
  const described = tablesOfData.flatMap(([table, { columns }]) =>
    Object.values(columns).flatMap((names) => names.map((column) => `${table}.${column}`)),
  );
  expect(described.toSorted()).toEqual(stored.map(({ name }) => name).toSorted());
});

test('every column that refers to a user says what happens when the person is erased', async () => {
  const referring = await site.query<{ name: string }>(
    `SELECT key.table_name || '.' || key.column_name AS name
     FROM information_schema.constraint_column_usage AS target
     JOIN information_schema.key_column_usage AS key USING (constraint_name)
     JOIN information_schema.table_constraints AS rule USING (constraint_name)
     WHERE rule.constraint_type = 'FOREIGN KEY' AND target.table_name = 'user'`,
  );
  const described = tablesOfData.flatMap(([table, { belongsTo }]) =>
    belongsTo.map(({ column }) => `${table}.${column}`),
  );
  expect(referring.length).toBeGreaterThan(10);
  for (const { name } of referring) expect(described).toContain(name);
});

test('facts name only columns of their table, and tables that come before', () => {
  const before: string[] = [];
  for (const [table, { belongsTo, columns, exceptions = {} }] of tablesOfData) {
    const own = Object.values(columns).flat();
    for (const { column, of, redact = [] } of belongsTo) {
      expect(own).toEqual(expect.arrayContaining([column, ...redact]));
      if (of !== undefined) expect(before).toContain(of);
    }
    expect(own).toEqual(expect.arrayContaining(Object.keys(exceptions)));
    before.push(table);
  }
});
