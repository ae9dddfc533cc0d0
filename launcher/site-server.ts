/**
 * The site on PORT: Next behind the server that limits request bodies and determines the client's address.
 * Stops on SIGINT or SIGTERM. With NODE_ENV=development, pages follow every edit.
 */
import { join } from 'node:path';
import next from 'next';
import { parseTrustedProxies } from '../lib/http/client-address.ts';
import { createGuardedServer } from '../lib/http/guarded-server.ts';

const port = Number(process.env.PORT ?? 3000);
const trustedProxies = parseTrustedProxies(process.env.TRUSTED_PROXIES ?? '');

// Checked by instrumentation.ts, because no other way to start the site has these limits.
process.env.SITE_SERVER = 'guarded';
// The address where Next requests the page after a form submission, as set by `next start`: always HTTP, even
// behind a TLS proxy.
Object.assign(process.env, { __NEXT_PRIVATE_ORIGIN: `http://localhost:${port}` });
const isDevelopment = process.env.NODE_ENV === 'development';
const site = next({ dev: isDevelopment, dir: join(import.meta.dirname, '..'), port });
await site.prepare();
const answer = site.getRequestHandler();
const server = createGuardedServer({ trustedProxies }, (request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
// In development, pages receive edits through a WebSocket. The production site has none.
if (isDevelopment) server.on('upgrade', site.getUpgradeHandler());
server.listen(port, () => console.log(`the site is listening on port ${port}`));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void site.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
  });
}
