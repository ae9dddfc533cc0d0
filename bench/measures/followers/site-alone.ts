import { join } from 'node:path';
import type { CleanUps } from '../../../launcher/clean-ups.ts';
import { startDatabase } from '../../../launcher/database.ts';
import { firstFreePort } from '../../../launcher/free-port.ts';
import { generateClient, migrate } from '../../../launcher/migrate.ts';
import { Services } from '../../../launcher/services.ts';
import { buildSite } from '../../../launcher/site-build.ts';
import { waitFor } from '../../../launcher/site-readiness.ts';
import { root } from '../../../launcher/stack.ts';

/**
 * Starts a PostgreSQL and one process of the built site, without an engine and a runner, and sets the
 * environment of this process such that `lib` uses the same database with the same settings.
 *
 * @param environment settings of the site
 * @throws Error if the site does not answer within a minute
 */
export async function startSiteAlone(
  stateDir: string,
  environment: Record<string, string>,
  cleanUps: CleanUps,
): Promise<{ url: string; databaseUrl: string }> {
  await generateClient();
  await buildSite(root, () => {}, cleanUps);
  const database = await startDatabase(stateDir, { external: undefined });
  await cleanUps.add(() => database.stop());
  await migrate(database.url);
  const port = await firstFreePort(3860);
  const url = `http://localhost:${port}`;
  Object.assign(process.env, environment, {
    DATABASE_URL: database.url,
    SITE_URL: url,
    CONTENT_DIR: join(root, 'content'),
    CONTENT_STORE: join(stateDir, 'content-store'),
    NEXT_TELEMETRY_DISABLED: '1',
  });
  const logDir = join(stateDir, 'logs');
  const services = new Services(logDir, (name, code) => console.log(`  ${name} exited with ${code}`));
  await cleanUps.add(() => services.stop(['site']));
  services.start({
    name: 'site',
    command: process.execPath,
    args: [join(root, 'launcher/site-server.ts')],
    env: { PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'info' },
  });
  await waitFor(`${url}/readyz`, 60_000, join(logDir, 'site.log'), cleanUps);
  return { url, databaseUrl: database.url };
}
