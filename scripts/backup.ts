/**
 * `node scripts/backup.ts <file|folder>`: `dfm backup` in the image of the site, which has no other part of
 * dfm.
 */
import { backup } from '../cli/backup.ts';

process.exitCode = await backup(process.argv.slice(2));
