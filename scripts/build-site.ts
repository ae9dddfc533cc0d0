/** `node scripts/build-site.ts`: builds the site for production, as `npm start` does. For images. */
import { join } from 'node:path';
import { CleanUps } from '../launcher/clean-ups.ts';
import { generateClient } from '../launcher/migrate.ts';
import { buildSite } from '../launcher/site-build.ts';

await generateClient();
await buildSite(join(import.meta.dirname, '..'), (line) => console.log(line), new CleanUps());
