import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitPassword, submitSecondFactor } from '../../app/account/actions.ts';
import {
  submitPasskey,
  submitPasskeyRemoval,
  submitPasskeyStart,
} from '../../app/account/passkeys/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { submitNewPassword } from '../../app/links/[token]/actions.ts';
import { submitSignIn } from '../../app/sign-in/actions.ts';
import { submitPasskeyRequest, submitPasskeySignature } from '../../app/sign-in/passkey/actions.ts';
import { makeLink } from '../../lib/accounts/one-time-link.ts';
import { passkeysOf } from '../../lib/accounts/passkeys.ts';
import { secondFactorOf } from '../../lib/accounts/second-factor.ts';
import { totpCode, totpStep } from '../../lib/accounts/totp.ts';
import { type Account, accountOf } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { Authenticator, type Lies } from './authenticator.ts';
import { type Site, type Visitor, newLearner, openSite, runner, submitted } from './site.ts';

/** The current request of an action, and the cookies of the browser. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (request.cookies.has(name) ? { value: request.cookies.get(name) } : undefined),
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'https://course.example';
const SESSION = '__Secure-better-auth.session_token';
const CHALLENGE = 'dfm.passkey';
const ada = { name: 'Ada', email: 'ada@school.example', password: 'four random words' };
const ben = { name: 'Ben', email: 'ben@school.example', password: 'four other words' };
const added = { done: expect.stringContaining('Added.') };
const unverified = { message: expect.stringContaining('could not verify the passkey') };
const unknown = { ok: false, message: expect.stringContaining('does not know this passkey') };
const tooLate = { message: 'This took too long. Try again.' };

/** A certificate that vouches for nothing, with its key. Made for this test with openssl. */
const certificate = Buffer.from(
  'MIIBdTCCARugAwIBAgIUYKIE/ijcV1BQ1lfPLqGy0706ZbcwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEVGVzdDAgFw0yNjExMjQwODEyNTNaGA8yMTI2MTAzMTA4MTI1M1owDzENMAsGA1UEAwwEVGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAFuoUh/Y2J3RfmkU75e1xRL94PJPX2mIJGph8vpnYXJYB//1Ess5DwnyRNQlK77j8GPv9Td6SiTYUJwc4TGYKmjUzBRMB0GA1UdDgQWBBT2zBuZno6AbPaMFvTyZnQOGG8tvzAfBgNVHSMEGDAWgBT2zBuZno6AbPaMFvTyZnQOGG8tvzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIGwegosZNJfYhnwJCK/t2SuNPEej1hYsBvs4BJtM++BOAiEA/zbrlAciHtP+/V/N7CnmBgC4/o8XhGhNtmt2/Cwg+wA=',
  'base64',
);
const certificateKey = createPrivateKey({
  key: Buffer.from(
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQga8oaD+uSiopX4GA+zKRZ9Qv+7m8KdqdZMY0XcBA5XS2hRANCAAQBbqFIf2Nid0X5pFO+XtcUS/eDyT19piCRqYfL6Z2FyWAf/9RLLOQ8J8kTUJSu+4/Bj7/U3ekok2FCcHOExmCp',
    'base64',
  ),
  format: 'der',
  type: 'pkcs8',
});

/** A valid statement of a manufacturer (FIDO U2F), which the library alone would accept. */
const byManufacturer: Lies = {
  attestation: ({ rpIdHash, clientDataHash, credentialId, x, y }) => {
    const signed = Buffer.concat([Buffer.of(0), rpIdHash, clientDataHash, credentialId, Buffer.of(4), x, y]);
    return {
      fmt: 'fido-u2f',
      attStmt: new Map<string, unknown>([
        ['sig', new Uint8Array(sign('sha256', signed, certificateKey))],
        ['x5c', [new Uint8Array(certificate)]],
      ]),
    };
  },
};

let site: Site;
beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
});
afterAll(() => site.close());
beforeEach(() => browser());
afterEach(async () => {
  vi.useRealTimers();
  await site.clear(
    'hourly_use',
    'one_time_link',
    'run',
    'submission',
    'runner',
    'session',
    'account',
    'user',
  );
});

/** A new browser, whose requests follow. @param cookie undefined for one without a session */
function browser(cookie?: string, headers: Record<string, string> = {}): void {
  request.headers = new Headers({ origin: SITE, ...headers });
  if (cookie !== undefined) request.headers.set('cookie', cookie);
  request.cookies.clear();
}

const isSignedIn = () => request.cookies.has(SESSION);
const cookieOfResponse = () => `${SESSION}=${encodeURIComponent(request.cookies.get(SESSION) ?? '')}`;

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** Creates an account in a new browser. @returns its session */
async function account(fields = ada): Promise<Visitor> {
  browser();
  expect(await submitAccount('/', {}, form(fields))).toEqual({ continueTo: '/' });
  const cookie = cookieOfResponse();
  return { cookie, id: (await accountOf(new Headers({ cookie })))!.id };
}

const ownerOf = async ({ cookie }: Visitor): Promise<Account> => (await accountOf(new Headers({ cookie })))!;
const start = (current: string, more: Record<string, string> = {}) =>
  submitPasskeyStart({}, form({ name: 'Laptop', current, ...more }));
const finish = (answer: unknown, name = 'Laptop') => submitPasskey(answer, form({ name }));
const namesOf = async (owner: Visitor) => (await passkeysOf(await ownerOf(owner))).map(({ name }) => name);

/** Adds a passkey to the account in use. */
async function addPasskey(fields = ada, device = new Authenticator(SITE)): Promise<Authenticator> {
  const { creation } = await start(fields.password);
  expect(await finish(device.create(creation!))).toEqual(added);
  return device;
}

/** An account with a passkey; the browser is a new one afterwards. */
async function withPasskey(fields = ada): Promise<Visitor & { device: Authenticator }> {
  const owner = await account(fields);
  browser(owner.cookie);
  const device = await addPasskey(fields);
  browser();
  return { ...owner, device };
}

/** Signs in with the passkey of a device. */
async function signIn(device: Authenticator, lies?: Lies, to?: string) {
  const { request: asked } = await submitPasskeyRequest();
  return submitPasskeySignature(to, device.get(asked!, lies));
}

describe('adding', () => {
  test('takes the password, and shows the passkey with its name', async () => {
    const owner = await account();
    browser(owner.cookie);
    expect(await start('wrong')).toEqual({
      message: 'The current password is wrong.',
      values: { name: 'Laptop' },
    });
    expect(await start('', { name: '' })).toMatchObject({ problems: { name: expect.any(String) } });
    const { creation } = await start(ada.password);
    expect(creation).toMatchObject({
      rp: { id: 'course.example', name: 'Docker for ML' },
      user: { name: ada.email, displayName: 'Ada' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(Buffer.from(creation!.user.id, 'base64url').toString()).toBe(owner.id);
    expect(await finish(new Authenticator(SITE).create(creation!))).toEqual(added);
    expect(await passkeysOf(await ownerOf(owner))).toEqual([
      { id: expect.any(String), name: 'Laptop', madeAt: expect.any(String), lastUsedAt: undefined },
    ]);
  });

  test('takes a code too if signing in asks for one', async () => {
    const owner = await account();
    browser(owner.cookie);
    await submitSecondFactor({}, form({ stage: 'off', current: ada.password }));
    const factor = await secondFactorOf(await ownerOf(owner));
    const secret = factor.stage === 'setup' ? factor.secret : '';
    const codeAt = (offset: number) => totpCode(secret, totpStep(Date.now()) + offset);
    const { backupCodes } = await submitSecondFactor({}, form({ stage: 'setup', code: codeAt(-1) }));
    for (const code of ['', codeAt(-1), codeAt(9)])
      expect(await start(ada.password, { code })).toMatchObject({ message: expect.stringContaining('code') });
    expect(request.cookies.has(CHALLENGE)).toBe(false);
    expect(await start(ada.password, { code: codeAt(0) })).toHaveProperty('creation');
    expect(await start(ada.password, { code: backupCodes![0]! })).toHaveProperty('creation');
  });

  test('names the passkeys that the account has, so that a device makes no second one', async () => {
    const { cookie, device } = await withPasskey();
    browser(cookie);
    const { creation } = await start(ada.password);
    expect(creation!.excludeCredentials).toEqual([
      { id: device.id, type: 'public-key', transports: ['internal'] },
    ]);
    expect(await finish(device.create(creation!))).toMatchObject({
      message: expect.stringContaining('already'),
    });
  });

  test.each<[string, Lies]>([
    ['a page of another site', { origin: 'https://course.example.evil.example' }],
    ['a passkey for another site', { rpId: 'evil.example' }],
    ['something else that was asked', { challenge: 'AAAA' }],
    ['a signature instead of a passkey', { type: 'webauthn.get' }],
    ['a device that checked nobody', { flags: { verified: false } }],
    ['a device without anyone there', { flags: { present: false } }],
    ['a device for which a manufacturer vouches', byManufacturer],
    [
      'a statement that is none',
      { attestation: { fmt: 'none', attStmt: new Map([['sig', new Uint8Array(1)]]) } },
    ],
  ])('refuses %s', async (_, lies) => {
    const owner = await account();
    browser(owner.cookie);
    const { creation } = await start(ada.password);
    expect(await finish(new Authenticator(SITE).create(creation!, lies))).toMatchObject(unverified);
    expect(await namesOf(owner)).toEqual([]);
  });

  test.each([undefined, null, 'x', {}, { id: 'x', rawId: 'x', type: 'public-key', response: {} }])(
    'refuses the answer %j',
    async (answer) => {
      const owner = await account();
      browser(owner.cookie);
      await start(ada.password);
      expect(await finish(answer)).toMatchObject(unverified);
    },
  );

  test('asks once per answer, for five minutes, and for one account', async () => {
    const owner = await account();
    const other = await account(ben);
    browser(owner.cookie);
    const { creation } = await start(ada.password);
    const asked = request.cookies.get(CHALLENGE)!;
    expect(await finish(new Authenticator(SITE).create(creation!))).toEqual(added);
    expect(await finish(new Authenticator(SITE).create(creation!))).toMatchObject(tooLate);

    browser(other.cookie);
    request.cookies.set(CHALLENGE, asked);
    expect(await finish(new Authenticator(SITE).create(creation!))).toMatchObject(tooLate);
    expect(await namesOf(other)).toEqual([]);

    browser();
    const signingIn = await submitPasskeyRequest();
    const sealed = request.cookies.get(CHALLENGE)!;
    browser(other.cookie);
    request.cookies.set(CHALLENGE, sealed);
    const { challenge, rpId } = signingIn.request!;
    const made = new Authenticator(SITE).create({ challenge, rp: { id: rpId! } });
    expect(await finish(made), 'asked for a sign-in').toMatchObject(tooLate);

    browser(owner.cookie);
    const late = await start(ada.password);
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000, toFake: ['Date'] });
    expect(await finish(new Authenticator(SITE).create(late.creation!))).toMatchObject(tooLate);
  });

  test('needs an account and its own page', async () => {
    const owner = await account();
    browser();
    expect(await start(ada.password)).toMatchObject({ message: expect.stringContaining('Sign in') });
    browser((await newLearner()).cookie);
    expect(await start(ada.password)).toMatchObject({ message: expect.stringContaining('Sign in') });
    browser(owner.cookie, { origin: 'https://evil.example' });
    expect(await start(ada.password)).not.toHaveProperty('creation');
    browser(owner.cookie);
    const { creation } = await start(ada.password);
    request.headers.set('origin', 'https://evil.example');
    expect(await finish(new Authenticator(SITE).create(creation!))).not.toEqual(added);
  });

  test('ends at twenty passkeys', async () => {
    const owner = await account();
    await site.query(
      `INSERT INTO passkey (id, user_id, name, public_key) SELECT 'k' || n, $1, 'Key', 'x' FROM generate_series(1, 20) n`,
      [owner.id],
    );
    browser(owner.cookie);
    expect(await start(ada.password)).toMatchObject({ message: expect.stringContaining('at most 20') });
  });
});

describe('removing', () => {
  test('ends signing in with it', async () => {
    const { cookie, device } = await withPasskey();
    browser(cookie);
    expect(await submitPasskeyRemoval({}, form({ remove: device.id }))).toMatchObject({
      done: expect.stringContaining('Removed.'),
    });
    browser();
    expect(await signIn(device)).toMatchObject(unknown);
  });

  test('leaves those of others alone', async () => {
    const { device, ...owner } = await withPasskey();
    const other = await account(ben);
    browser(other.cookie);
    await submitPasskeyRemoval({}, form({ remove: device.id }));
    browser();
    expect(await submitPasskeyRemoval({}, form({ remove: device.id }))).toMatchObject({
      message: expect.stringContaining('Sign in'),
    });
    expect(await namesOf(owner)).toEqual(['Laptop']);
  });

  test('happens with the first confirmation of the address, but not with a new password', async () => {
    const { id, cookie, device } = await withPasskey();
    browser(cookie);
    await submitPassword({}, form({ current: ada.password, password: 'five other random words' }));
    browser();
    expect(await signIn(device)).toEqual({ continueTo: '/account' });
    browser();
    const link = await makeLink({ purpose: 'email', forId: id });
    await submitNewPassword(link.split('/').at(-1)!, {}, form({ password: 'six other random words' }));
    expect(await signIn(device)).toMatchObject(unknown);
  });
});

describe('signing in', () => {
  test('goes on where someone wanted to go, and notes the use', async () => {
    const { id, device, ...owner } = await withPasskey();
    expect(await signIn(device, {}, '/teach')).toEqual({ continueTo: '/teach' });
    expect(await accountOf(new Headers({ cookie: cookieOfResponse() }))).toMatchObject({ id });
    expect((await passkeysOf(await ownerOf({ id, ...owner })))[0]!.lastUsedAt).toEqual(expect.any(String));
    browser();
    expect(await signIn(device, {}, '//evil.example')).toEqual({ continueTo: '/account' });
  });

  test('asks without saying whose passkeys there are', async () => {
    await withPasskey();
    const { request: asked } = await submitPasskeyRequest();
    expect(asked).toMatchObject({ rpId: 'course.example', userVerification: 'required' });
    expect(asked!.allowCredentials ?? []).toEqual([]);
  });

  test('asks for no code', async () => {
    const { id, device } = await withPasskey();
    await site.query(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, 'x', now())`, [
      id,
    ]);
    expect(await submitSignIn('/', {}, form(ada)), 'the password does not suffice').toMatchObject({
      continueTo: expect.stringContaining('/sign-in/code'),
    });
    browser();
    expect(await signIn(device)).toEqual({ continueTo: '/account' });
    expect(isSignedIn()).toBe(true);
  });

  test('brings what was done without an account', async () => {
    const { id, device } = await withPasskey();
    const visitor = await newLearner();
    await noteRunner(runner('a'));
    await submitted(visitor, 'cache-order');
    browser(visitor.cookie);
    expect(await signIn(device)).toEqual({ continueTo: '/account' });
    expect(await site.query('SELECT learner_id FROM submission')).toEqual([{ learner_id: id }]);
  });

  test.each<[string, Lies | (() => Lies)]>([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a passkey for another site', { rpId: 'evil.example' }],
    ['something else that was signed', { challenge: 'AAAA' }],
    ['a new passkey instead of a signature', { type: 'webauthn.create' }],
    ['a device that checked nobody', { flags: { verified: false } }],
    ['a device without anyone there', { flags: { present: false } }],
    ['another key', () => ({ signedBy: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey })],
    ['an unknown passkey', { id: 'AAAA' }],
  ])('refuses %s', async (_, lies) => {
    const { device } = await withPasskey();
    expect(await signIn(device, typeof lies === 'function' ? lies() : lies)).toMatchObject(unknown);
    expect(isSignedIn()).toBe(false);
    expect(await signIn(device), 'and the passkey still works').toEqual({ continueTo: '/account' });
  });

  test('refuses the key of one account for the passkey of another', async () => {
    const { device } = await withPasskey();
    const { device: other } = await withPasskey(ben);
    expect(await signIn(other, { id: device.id })).toMatchObject(unknown);
  });

  test.each([undefined, null, 'x', {}, { id: 'x'.repeat(9_000) }])(
    'refuses the answer %j',
    async (answer) => {
      await submitPasskeyRequest();
      expect(await submitPasskeySignature('/', answer)).toMatchObject(unknown);
    },
  );

  test('accepts an answer once, even with the cookie of the time', async () => {
    const { device } = await withPasskey();
    const { request: asked } = await submitPasskeyRequest();
    const cookie = request.cookies.get(CHALLENGE)!;
    const answer = device.get(asked!);
    expect(await submitPasskeySignature('/', answer)).toEqual({ continueTo: '/' });
    expect(await submitPasskeySignature('/', answer)).toMatchObject(tooLate);
    browser();
    request.cookies.set(CHALLENGE, cookie);
    expect(await submitPasskeySignature('/', answer)).toMatchObject(unknown);
    expect(isSignedIn()).toBe(false);
  });

  test('accepts one of two equal answers at the same time', async () => {
    const { device } = await withPasskey();
    const { request: asked } = await submitPasskeyRequest();
    const cookie = request.cookies.get(CHALLENGE)!;
    const answer = device.get(asked!);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => {
        request.cookies.set(CHALLENGE, cookie);
        return submitPasskeySignature('/', answer);
      }),
    );
    expect(outcomes.filter((outcome) => 'continueTo' in outcome)).toHaveLength(1);
  });

  test('needs the cookie of this browser, for five minutes', async () => {
    const { device } = await withPasskey();
    const { request: asked } = await submitPasskeyRequest();
    const answer = device.get(asked!);
    browser();
    expect(await submitPasskeySignature('/', answer), 'another browser').toMatchObject(tooLate);
    await submitPasskeyRequest();
    expect(await submitPasskeySignature('/', answer), 'asked for another').toMatchObject(unknown);
    const late = await submitPasskeyRequest();
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000, toFake: ['Date'] });
    expect(await submitPasskeySignature('/', device.get(late.request!))).toMatchObject(tooLate);
  });

  test('refuses a copy of a device, whose counter is behind', async () => {
    const { device } = await withPasskey();
    device.counter = 5;
    expect(await signIn(device)).toEqual({ continueTo: '/account' });
    browser();
    expect(await signIn(device), 'the same count again').toMatchObject(unknown);
    device.counter = 6;
    expect(await signIn(device)).toEqual({ continueTo: '/account' });
  });

  test('is refused from other pages, and limited per network', async () => {
    const { device } = await withPasskey();
    browser(undefined, { origin: 'https://evil.example' });
    expect(await submitPasskeyRequest()).not.toHaveProperty('request');
    browser();
    const { request: asked } = await submitPasskeyRequest();
    request.headers.set('origin', 'https://evil.example');
    expect(await submitPasskeySignature('/', device.get(asked!))).not.toHaveProperty('continueTo');
    browser();
    await site.query(`UPDATE hourly_use SET count = 100000, since = now() WHERE kind = 'sign-in'`);
    expect(await signIn(device)).toMatchObject({ message: expect.stringContaining('sign-ins') });
  });
});
