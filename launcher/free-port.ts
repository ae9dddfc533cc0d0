import { createServer } from 'node:net';

async function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/**
 * The first of 50 ports from `preferred` up that nothing on this machine listens on.
 *
 * @throws Error if all are in use
 */
export async function firstFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 50; port++) if (await portIsFree(port)) return port;
  throw new Error(`ports ${preferred}–${preferred + 49} are all in use; set PORT to a free one`);
}
