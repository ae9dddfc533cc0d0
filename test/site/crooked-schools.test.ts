import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitNewSchool, submitSchoolChange } from '../../app/operator/sign-in/actions.ts';
import { submitSchool } from '../../app/sign-in/school/actions.ts';
import { GET } from '../../app/sign-in/school/route.ts';
import { seal, unseal } from '../../lib/platform/sealed.ts';
import { type CrookedSchool, openCrookedSchool } from './crooked-school.ts';
import { type Site, type Visitor, newLearner, openSite } from './site.ts';

/** The cookies of the browser, as the responses of the site left them. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
    set: (name: string, value: string) => request.cookies.set(name, value),
  }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'http://localhost:3998';
let site: Site;
let school: CrookedSchool;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
  school = await openCrookedSchool();
});
afterAll(async () => {
  school.close();
  await site.close();
});
beforeEach(() => {
  school.answers = {};
  browser();
});
afterEach(() => site.clear('identity_provider', 'audit_entry', 'hourly_use', 'session', 'account', 'user'));

function browser(cookie?: string): void {
  request.headers = new Headers({ origin: SITE, ...(cookie !== undefined && { cookie }) });
  request.cookies.clear();
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

async function stored(): Promise<string> {
  const [row] = await site.query<{ id: string }>(
    `INSERT INTO identity_provider (id, name, issuer, client_id, client_secret)
     VALUES (gen_random_uuid(), 'School', $1, 'site', $2) RETURNING id`,
    [school.issuer, seal('secret-of-the-site', 'client secret')],
  );
  return row!.id;
}

async function signIn(to?: string): Promise<string> {
  const { continueTo } = await submitSchool(await stored(), to);
  const response = await GET(new Request(school.callback(continueTo!)), {});
  return response.headers.get('location')!;
}

describe('an answer', () => {
  const accounts = () => site.query(`SELECT email FROM "user"`);

  test('that is right signs in', async () => {
    expect(await signIn()).toBe('/account');
    expect(await accounts()).toEqual([{ email: 'ada@school.example' }]);
  });

  test.each([
    ['of another issuer', { claims: { iss: 'http://localhost:1' } }, 'invalid'],
    ['for another site', { claims: { aud: 'other' } }, 'invalid'],
    ['for another sign-in', { claims: { nonce: 'other' } }, 'invalid'],
    ['that has expired', { claims: { exp: 1_000_000_000 } }, 'invalid'],
    ['without a person', { claims: { sub: undefined } }, 'invalid'],
    ['that someone else signed', { isForged: true }, 'invalid'],
    ['that the token endpoint refuses', { tokenStatus: 400 }, 'invalid'],
    ['whose token endpoint fails', { tokenStatus: 500 }, 'invalid'],
    ['whose address is no address', { claims: { email: 'ada' } }, 'no-email'],
  ])('%s does not', async (_name, answers, problem) => {
    school.answers = answers;
    expect(await signIn()).toContain(`problem=${problem}`);
    expect(request.cookies.has('better-auth.session_token')).toBe(false);
    expect(await accounts()).toEqual([]);
  });

  test('cannot be fetched if the school fails meanwhile', async () => {
    const { continueTo } = await submitSchool(await stored(), undefined);
    const callback = school.callback(continueTo!);
    school.answers = { discovery: { status: 503, body: '' } };
    const response = await GET(new Request(callback), {});
    expect(response.headers.get('location')).toContain('problem=unreachable');
  });

  test.each(['https://evil.example', '//evil.example', String.raw`/\evil.example`])(
    'never leads to %s',
    async (to) => expect(await signIn(to)).toBe('/account'),
  );
});

describe('an admin', () => {
  let admin: Visitor;
  beforeEach(async () => {
    admin = await newLearner();
    await site.query('UPDATE "user" SET is_anonymous = false, is_admin = true WHERE id = $1', [admin.id]);
    browser(admin.cookie);
  });

  const fields = () => ({
    name: 'School',
    issuer: school.issuer,
    clientId: 'site',
    password: 'secret-of-the-site',
  });

  const document = (body: string, headers?: Record<string, string>, status = 200) => ({
    discovery: { status, body, ...(headers && { headers }) },
  });
  const json = { 'content-type': 'application/json' };

  test.each([
    ['is not there', document('', undefined, 404), 'no discovery document'],
    ['is not JSON', document('<html>', { 'content-type': 'text/html' }), 'not a discovery document'],
    ['is broken JSON', document('{', json), 'not a discovery document'],
    ['is too large', document(`"${'a'.repeat(1024 * 1024)}"`, json), 'could not be read'],
    [
      'is elsewhere',
      document('', { location: 'http://169.254.169.254/' }, 302),
      'redirects to another address',
    ],
    ['names another issuer', { discovery: { issuer: 'https://other.example' } }, 'different issuer'],
    ['has no token endpoint', { discovery: { token_endpoint: undefined } }, 'no token_endpoint'],
    [
      'leads to an address without encryption',
      { discovery: { token_endpoint: 'http://school.example/token' } },
      'token_endpoint in the discovery document does not begin with https://',
    ],
    [
      'does not offer the flow',
      { discovery: { response_types_supported: ['id_token'] } },
      'authorization code flow',
    ],
  ])('is told if the discovery document %s', async (_name, answers, message) => {
    school.answers = answers;
    expect(await submitNewSchool({}, form(fields()))).toMatchObject({
      message: expect.stringContaining(message),
    });
    expect(await site.query('SELECT 1 FROM identity_provider')).toEqual([]);
  });

  async function secret(): Promise<string | undefined> {
    const [row] = await site.query<{ client_secret: string }>('SELECT client_secret FROM identity_provider');
    return unseal(row!.client_secret, 'client secret');
  }

  test('changes a school: the name and the client, and the secret if a new one is entered', async () => {
    const id = await stored();
    const change = { name: 'New name', clientId: 'new', password: '' };
    expect(await submitSchoolChange(id, {}, form(change))).toMatchObject({ done: 'Saved.' });
    expect(await site.query('SELECT name, client_id, issuer FROM identity_provider')).toEqual([
      { name: 'New name', client_id: 'new', issuer: school.issuer },
    ]);
    expect(await secret()).toBe('secret-of-the-site');
    await submitSchoolChange(id, {}, form({ ...change, password: 'new secret' }));
    expect(await secret()).toBe('new secret');
    expect(await site.query('SELECT action FROM audit_entry')).toEqual([
      { action: 'provider.change' },
      { action: 'provider.change' },
    ]);
  });

  test('is asked for the secret again once AUTH_SECRET has changed', async () => {
    const id = await stored();
    await site.query(
      `UPDATE identity_provider SET client_secret = 'c2VhbGVkIHdpdGggYW5vdGhlciBzZWNyZXQgb2YgdGhlIHNpdGU'`,
    );
    const change = { name: 'School', clientId: 'site', password: '' };
    expect(await submitSchoolChange(id, {}, form(change))).toMatchObject({
      message: expect.stringContaining('Enter the client secret again'),
    });
    expect(await submitSchool(id, undefined)).toMatchObject({
      message: expect.stringContaining('cannot be reached'),
    });
  });

  test('cannot change a school that is gone', async () => {
    expect(await submitSchoolChange('x', {}, form({ name: 'A', clientId: 'b', password: '' }))).toMatchObject(
      {
        message: 'This school has already been deleted.',
      },
    );
  });
});
