import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ContextFile } from '@dfm/contracts';
import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import type Docker from 'dockerode';
import { buildSecrets, buildSecretsMethod, buildSecretsService, type BuildSecrets } from './build-secrets.ts';
import { fileSync, fileSyncMethod, fileSyncService } from './file-sync.ts';

/**
 * The engine calls this every few seconds and closes the session if there is no answer. 1 is SERVING
 * (grpc/health/v1/health.proto).
 */
const healthService: ServiceDefinition = {
  Check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: () => ({}),
    responseSerialize: () => Buffer.from([0x08, 0x01]),
    responseDeserialize: () => undefined,
  },
};

/** A connection over which an engine fetches what a build needs from this side. */
export interface BuildSession {
  id: string;
  close(): void;
}

/**
 * Opens a session as the Docker CLI does for BuildKit. Through it, the engine reads the Dockerfile and the
 * build context, each from its own folder, so that a Dockerfile excluded by .dockerignore can be built but
 * not copied. Steps also get the secrets that they mount through it. Close the session after the build,
 * whatever the outcome.
 */
export async function openBuildSession(
  engine: Docker,
  dockerfile: string,
  context: readonly ContextFile[],
  secrets: BuildSecrets,
): Promise<BuildSession> {
  const id = randomUUID();
  const socket = await upgrade(engine, id);
  // The engine belongs to a learner's sandbox, so the memory it can make this process use is limited.
  const server = new Server({ 'grpc.max_concurrent_streams': 8 });
  server.addService(
    fileSyncService,
    fileSync(
      new Map([
        ['dockerfile', [{ path: 'Dockerfile', encoding: 'utf8', data: dockerfile, mode: 0o644 }]],
        ['context', context],
      ]),
    ),
  );
  server.addService(buildSecretsService, buildSecrets(secrets));
  server.addService(healthService, {
    Check: (_call: unknown, answer: (error: null, value: object) => void) => answer(null, {}),
  });
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  return {
    id,
    close() {
      server.forceShutdown();
      socket.destroy();
    },
  };
}

function upgrade(engine: Docker, id: string): Promise<Socket> {
  const headers = {
    Upgrade: 'h2c',
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'dfm',
    // A unique key for each build: the engine keeps files by key, and considers a file of the same size and
    // time unchanged.
    'X-Docker-Expose-Session-Sharedkey': id,
    'X-Docker-Expose-Session-Grpc-Method': [fileSyncMethod, buildSecretsMethod],
  };
  return new Promise((resolve, reject) => {
    engine.modem.dial(
      {
        method: 'POST',
        path: '/session',
        hijack: true,
        headers,
        statusCodes: { 200: true, 101: true },
      } as never,
      (error: unknown, socket: unknown) => {
        if (error === null) resolve(socket as Socket);
        else reject(error);
      },
    );
  });
}
