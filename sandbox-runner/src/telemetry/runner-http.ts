import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

interface RunnerHttp {
  /** The bound `address:port`. */
  address: string;
  close(): Promise<void>;
}

/**
 * Serves GET /metrics (Prometheus' text format), /healthz (this process is alive) and /readyz (200, or 503
 * with the reasons).
 *
 * @param listen `address:port`; port 0 picks a free port
 * @param readiness whether this runner would claim a run now
 * @throws Error if the address cannot be bound
 */
export async function serveRunnerHttp(
  listen: string,
  registry: Registry,
  readiness: () => Promise<{ ok: boolean; reasons: string[] }>,
): Promise<RunnerHttp> {
  const answers: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/metrics': async (response) =>
      void response.setHeader('content-type', registry.contentType).end(await registry.metrics()),
    '/healthz': async (response) => json(response, 200, { ok: true }),
    '/readyz': async (response) => {
      const { ok, reasons } = await readiness().catch((error: unknown) => ({
        ok: false,
        reasons: [String(error)],
      }));
      json(response, ok ? 200 : 503, { ok, reasons });
    },
  };
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? answers[request.url?.split('?')[0] ?? ''] : undefined;
    if (answer === undefined) json(response, 404, { ok: false });
    else answer(response).catch(() => response.destroy());
  });
  const at = listen.lastIndexOf(':');
  server.listen(Number(listen.slice(at + 1)), listen.slice(0, at).replace(/^\[|\]$/g, ''));
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  return {
    address: family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
