/** An OpenID Connect provider that answers wrongly where a test says so. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answers {
  /** The discovery document: fields to change, or the whole response. */
  discovery?: Record<string, unknown> | { status: number; headers?: Record<string, string>; body: string };
  /** Claims of the ID token to change. */
  claims?: Record<string, unknown>;
  /** Whether the ID token is signed by someone else. */
  isForged?: boolean;
  /** Status of the token endpoint. */
  tokenStatus?: number;
}

export interface CrookedSchool {
  issuer: string;
  /** How it answers from now on. */
  answers: Answers;
  /** The address to which it sends the browser back that came with `address`. */
  callback(address: string): string;
  close(): void;
}

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function openCrookedSchool(): Promise<CrookedSchool> {
  let nonce: string | null = null;
  const school: CrookedSchool = {
    issuer: '',
    answers: {},
    callback(address) {
      const { searchParams: asked } = new URL(address);
      nonce = asked.get('nonce');
      const answer = new URLSearchParams({ code: randomUUID(), state: asked.get('state')! });
      return `${asked.get('redirect_uri')}?${answer}`;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const idToken = () => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: school.issuer,
      aud: 'site',
      sub: 'ada',
      email: 'ada@school.example',
      name: 'Ada',
      nonce,
      iat: now,
      exp: now + 60,
      ...school.answers.claims,
    };
    const text = `${base64({ alg: 'RS256', kid: 'k' })}.${base64(claims)}`;
    const { privateKey } = school.answers.isForged ? foreign : own;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  const documents: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer: school.issuer,
      authorization_endpoint: `${school.issuer}/authorize`,
      token_endpoint: `${school.issuer}/token`,
      jwks_uri: `${school.issuer}/keys`,
      response_types_supported: ['code'],
      ...school.answers.discovery,
    }),
    '/keys': () => ({
      keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
    }),
    '/token': () => ({ access_token: 'a', token_type: 'Bearer', id_token: idToken() }),
  };
  const server = createServer((request, response) => {
    const path = request.url!;
    const { discovery, tokenStatus = 200 } = school.answers;
    if (path.startsWith('/.well-known/') && discovery !== undefined && 'body' in discovery) {
      response.writeHead(discovery.status as number, discovery.headers as Record<string, string> | undefined);
      response.end(discovery.body);
      return;
    }
    response.writeHead(path === '/token' ? tokenStatus : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(documents[path]?.() ?? {}));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  school.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return school;
}
