/** `npm run privacy:document`: writes the tables of docs/privacy.md from the table of personal data. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../lib/privacy/document.ts';

const path = join(import.meta.dirname, '../docs/privacy.md');
writeFileSync(path, withTables(readFileSync(path, 'utf8')));
