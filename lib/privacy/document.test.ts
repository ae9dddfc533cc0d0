import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedPart, withTables } from './document.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/privacy.md'), 'utf8');

test('docs/privacy.md has the tables of personal data; npm run privacy:document writes them', () => {
  expect(withTables(document)).toBe(document);
});

test('a document without the lines around the generated part is an error', () => {
  expect(() => withTables(document.replace(generatedPart.end, ''))).toThrow('generated part');
  expect(() => withTables('')).toThrow('generated part');
});
