/**
 * `node scripts/restore.ts <file|folder>`: `dfm restore` in the image of the site, which has no other part of
 * dfm.
 */
import { restore } from '../cli/restore.ts';

process.exitCode = await restore(process.argv.slice(2));
