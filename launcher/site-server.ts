/**
 * The site on PORT: Next behind the one server that limits bodies and determines who sends a request. Ends on
 * SIGINT or SIGTERM. With NODE_ENV=development, pages follow every edit.
 */
import { join } from 'node:path';
import next from 'next';
import { parseTrustedProxies } from '../lib/http/client-address.ts';
import { createGuardedServer } from '../lib/http/guarded-server.ts';

const port = Number(process.env.PORT ?? 3000);
const trustedProxies = parseTrustedProxies(process.env.TRUSTED_PROXIES ?? '');

// instrumentation.ts looks for it: no other way to start the site has these limits.
process.env.SITE_SERVER = 'guarded';
// Where Next asks itself for the page that follows a form, as `next start` sets it: by HTTP, also behind a
// proxy with TLS.
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
// Pages under development are told of edits through a WebSocket. The site in production has none.
if (isDevelopment) server.on('upgrade', site.getUpgradeHandler());
server.listen(port, () => console.log(`the site answers on port ${port}`));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void site.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
  });
}
