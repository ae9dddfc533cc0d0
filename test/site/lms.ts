/** An LMS that lies where a test says so, and a browser between it and the site. */
import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { POST as postLaunch } from '../../app/api/lti/launch/route.ts';
import { GET as getLogin } from '../../app/api/lti/login/route.ts';
import { newCohort } from './school.ts';
import type { Site } from './site.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const claim = (name: string) => `${LTI}${name}`;
export const SETTINGS = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';

export type Claims = Record<string, unknown>;

export interface Lms {
  issuer: string;
  clientId: string;
  /** ID of the row of the site. */
  platformId: string;
  /** How the key set is answered from now on; undefined for the true one. */
  keySet: ((response: ServerResponse) => void) | undefined;
  /** Number of times that the key set was fetched. */
  fetches: number;
  /** Signs claims with its own key, or as `how` says. */
  token(claims: Claims, how?: Signing): string;
  /** A signature by its own key, but with SHA-512. */
  rs512(text: string): string;
  /** Makes a new key, with which it signs from now on. */
  rotate(): void;
  close(): void;
}

export interface Signing {
  /** Changes the header. */
  header?: Record<string, unknown>;
  key?: KeyObject;
  /** The signature instead of one by the key. */
  signature?(text: string): string;
}

export const foreignKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Making a key takes long, so they are used in turn. No test has as many at the same time. */
const pairs = Array.from({ length: 4 }, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
let used = 0;
const nextKeys = () => ({ kid: randomUUID(), ...pairs[used++ % pairs.length]! });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Opens an LMS and registers it for a course of the site. */
export async function openLms(site: Site, courseId: string, clientId = 'site'): Promise<Lms> {
  let keys = nextKeys();
  const server = createServer((_request, response) => {
    lms.fetches += 1;
    if (lms.keySet) return lms.keySet(response);
    // Without `alg`, so that only the site says which algorithms are right.
    const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: keys.kid };
    return void response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const lms: Lms = {
    issuer,
    clientId,
    platformId: randomUUID(),
    keySet: undefined,
    fetches: 0,
    token(claims, { header = {}, key = keys.privateKey, signature } = {}) {
      const text = `${base64({ alg: 'RS256', kid: keys.kid, typ: 'JWT', ...header })}.${base64(claims)}`;
      return `${text}.${signature ? signature(text) : sign('sha256', Buffer.from(text), key).toString('base64url')}`;
    },
    rs512: (text) => sign('sha512', Buffer.from(text), keys.privateKey).toString('base64url'),
    rotate: () => {
      keys = nextKeys();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  publicKeys.set(lms, () => keys.publicKey);
  await register(site, lms, courseId);
  return lms;
}

/** A class, and the LMS that is connected with its course. */
export interface LmsClass {
  courseId: string;
  cohortId: string;
  lms: Lms;
}

/** Makes a course with one class, and opens an LMS for it. */
export async function openLmsClass(site: Site, instructorId: string, clientId?: string): Promise<LmsClass> {
  const cohortId = await newCohort(site, { [instructorId]: 'instructor' });
  const [cohort] = await site.query<{ courseId: string }>(
    'SELECT course_id AS "courseId" FROM cohort WHERE id = $1',
    [cohortId],
  );
  const { courseId } = cohort!;
  return { courseId, cohortId, lms: await openLms(site, courseId, clientId) };
}

/** Says that the course of the LMS is a class. */
export function bindContext(site: Site, { lms, cohortId }: Pick<LmsClass, 'lms' | 'cohortId'>) {
  return site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title, cohort_id) VALUES (gen_random_uuid(), $1, 'course-7', '', $2)`,
    [lms.platformId, cohortId],
  );
}

const publicKeys = new WeakMap<Lms, () => KeyObject>();

/** The signature of someone who uses the public key as a shared secret. */
export const hmacWithPublicKey = (lms: Lms) => (text: string) =>
  createHmac('sha256', publicKeys.get(lms)!().export({ type: 'spki', format: 'pem' }))
    .update(text)
    .digest('base64url');

export function register(site: Site, lms: Lms, courseId: string): Promise<unknown> {
  return site.query(
    `WITH added AS (
       INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
       VALUES ($1, $2, 'Moodle', $3::text, $4, $3::text || '/auth', $3::text || '/token', $3::text || '/keys'))
     INSERT INTO lti_deployment (platform_id, deployment_id) VALUES ($1, '1')`,
    [lms.platformId, courseId, lms.issuer, lms.clientId],
  );
}

/** A browser with its cookies for the site. */
export interface Browser {
  cookies: Map<string, string>;
}

export const newBrowser = (): Browser => ({ cookies: new Map() });

export function cookieOf({ cookies }: Browser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(browser: Browser, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    browser.cookies.set(name!, value!);
  }
}

/** What the site has asked the LMS for. */
export type Asked = URLSearchParams;

/** Starts a login. @returns the response, and what the site asks the LMS for if it does */
export async function login(
  browser: Browser,
  siteUrl: string,
  lms: Lms,
  change: Record<string, string | undefined> = {},
): Promise<{ response: Response; asked: Asked | undefined }> {
  const fields = {
    iss: lms.issuer,
    client_id: lms.clientId,
    login_hint: 'ada',
    target_link_uri: `${siteUrl}/exercises/cache-order`,
    ...change,
  };
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const response = await getLogin(
    new Request(`${siteUrl}/api/lti/login?${query}`, { headers: { cookie: cookieOf(browser) } }),
    {},
  );
  keep(browser, response);
  const to = response.headers.get('location');
  return { response, asked: to?.startsWith(lms.issuer) ? new URL(to).searchParams : undefined };
}

/** Claims of a right launch of an exercise, as an answer to what the site asked for. */
export function launchClaims(lms: Lms, siteUrl: string, asked: Asked, change: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: lms.issuer,
    aud: lms.clientId,
    sub: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@school.example',
    iat: now,
    exp: now + 60,
    nonce: asked.get('nonce'),
    [claim('version')]: '1.3.0',
    [claim('message_type')]: 'LtiResourceLinkRequest',
    [claim('deployment_id')]: '1',
    [claim('target_link_uri')]: `${siteUrl}/exercises/cache-order`,
    [claim('context')]: { id: 'course-7', title: 'Machine learning' },
    [claim('resource_link')]: { id: 'link-1' },
    [claim('roles')]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
    ...change,
  };
}

/** Claims of a right request for content. */
export function choosingClaims(lms: Lms, siteUrl: string, asked: Asked, settings: Claims = {}): Claims {
  return launchClaims(lms, siteUrl, asked, {
    [claim('message_type')]: 'LtiDeepLinkingRequest',
    [claim('resource_link')]: undefined,
    [claim('target_link_uri')]: `${siteUrl}/api/lti/deep-link`,
    [SETTINGS]: {
      deep_link_return_url: `${lms.issuer}/return`,
      accept_types: ['ltiResourceLink', 'link'],
      accept_presentation_document_targets: ['iframe', 'window'],
      accept_multiple: true,
      data: 'opaque "data" of the LMS',
      ...settings,
    },
  });
}

/** Posts a form to the launch as a page of the LMS would. @returns where the site leads the browser */
export async function launch(
  browser: Browser,
  siteUrl: string,
  fields: Record<string, string> | string[][],
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await postLaunch(
    new Request(`${siteUrl}/api/lti/launch`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie: cookieOf(browser), origin: 'https://lms.example', ...headers },
    }),
    {},
  );
  keep(browser, response);
  return response.headers.get('location') ?? String(response.status);
}

/** Opens a link of the LMS, from the click to the page of the visit. */
export async function openLink(
  browser: Browser,
  siteUrl: string,
  lms: Lms,
  change: Claims = {},
): Promise<string> {
  const { asked } = await login(browser, siteUrl, lms);
  return launch(browser, siteUrl, {
    id_token: lms.token(launchClaims(lms, siteUrl, asked!, change)),
    state: asked!.get('state')!,
  });
}
