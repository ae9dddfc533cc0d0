/**
 * The site on PORT: Next behind the server that limits request bodies and determines the client's address.
 * Stops on SIGINT or SIGTERM. With NODE_ENV=development, pages follow every edit.
 */
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import next from 'next';
import { parseTrustedProxies } from '../lib/http/client-address.ts';
import { createGuardedServer } from '../lib/http/guarded-server.ts';
import { timePage } from '../lib/http/page-timer.ts';
import { setRenderedNow } from '../lib/http/prerender-bypass.ts';
import { previewDomain, previewLabel } from '../lib/http/preview-host.ts';
import { previewRequests } from '../lib/http/preview-requests.ts';
import { requestScope } from '../lib/http/request-scope.ts';
import { upgrades } from '../lib/http/upgrades.ts';

const port = Number(process.env.PORT ?? 3000);
const trustedProxies = parseTrustedProxies(process.env.TRUSTED_PROXIES ?? '');
const { SITE_URL, PREVIEW_DOMAIN } = process.env;
const previews = previewDomain({ SITE_URL, PREVIEW_DOMAIN });

// Checked by instrumentation.ts, because no other way to start the site has these limits.
process.env.SITE_SERVER = 'guarded';
// The address where Next requests the page after a form submission, as set by `next start`: always HTTP, even
// behind a TLS proxy.
Object.assign(process.env, { __NEXT_PRIVATE_ORIGIN: `http://localhost:${port}` });
const isDevelopment = process.env.NODE_ENV === 'development';
const root = join(import.meta.dirname, '..');
// Next takes over every upgrade of the server that it is given, or else of the first request's. This one gets only
// what is for Next.
const upgradesOfNext = createServer();
const site = next({ dev: isDevelopment, dir: root, port, httpServer: upgradesOfNext });
await site.prepare();
const answer = site.getRequestHandler();
// In development, every page is rendered for its request.
const renderKey = isDevelopment ? undefined : renderKeyOf(join(root, '.next/prerender-manifest.json'));
/** Requests to previews never reach Next. */
const answerPreview = (request: IncomingMessage, response: ServerResponse): boolean => {
  const label = previewLabel(request, previews);
  if (label === undefined) return false;
  const { take } = previewRequests();
  if (take) take.answer(label, request, response);
  else response.writeHead(503).end();
  return true;
};
const server = createGuardedServer({ trustedProxies, answerPreview }, (request, response) => {
  timePage(request, response);
  const handle = async (isOther: boolean) => {
    setRenderedNow(request.headers, isOther ? renderKey : undefined);
    await answer(request, response);
  };
  const { run = (_request, handleIt) => handleIt(false) } = requestScope();
  run(request, handle).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.on('upgrade', (request, socket, head) => {
  const label = previewLabel(request, previews);
  if (label !== undefined) {
    const { take } = previewRequests();
    if (take) take.upgrade(label, request, socket, head);
    else socket.destroy();
    return;
  }
  if (upgrades().take?.(request, socket, head)) return;
  // In development, pages receive edits through a WebSocket of Next.
  if (isDevelopment) upgradesOfNext.emit('upgrade', request, socket, head);
  else socket.destroy();
});
server.listen(port, () => console.log(`the site is listening on port ${port}`));

/** Time for requests in progress. Event streams and terminals would stay open as long as their pages. */
const closingMs = 5_000;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void site.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), closingMs);
  });
}

function renderKeyOf(manifest: string): string {
  const { preview } = JSON.parse(readFileSync(manifest, 'utf8')) as { preview: { previewModeId: string } };
  return preview.previewModeId;
}
