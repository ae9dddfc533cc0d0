import 'server-only';
import type { ToolKey } from '@dfm/contracts/page-data';
import {
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  SignJWT,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { RETIRED_TOOL_KEY_DAYS } from '../limits/retired-key-days.ts';
import type { AdminAccess } from '../operator/access.ts';
import { seal, unseal } from '../platform/sealed.ts';

const ALGORITHM = 'RS256';
const TOKEN_SECONDS = 5 * 60;

interface SigningKey {
  id: string;
  privateKey: JWK;
}

/** The public keys of this site, for every LMS. Makes the first one. */
export async function toolKeySet(): Promise<JSONWebKeySet> {
  await signingKey();
  const found = await db().ltiKey.findMany({
    where: inKeySet(),
    orderBy: { id: 'desc' },
  });
  return {
    keys: found.flatMap(({ id, privateKey: sealed }) => {
      const { kty, n, e } = opened(sealed) ?? {};
      return n === undefined || e === undefined || kty === undefined
        ? []
        : [{ kty, n, e, kid: id, alg: ALGORITHM, use: 'sig' }];
    }),
  };
}

/**
 * Signs something for an LMS with the newest key. It is valid for 5 minutes.
 *
 * @param claims with `iss`, `aud` and whatever else the LMS expects
 */
export async function signedByTool(claims: JWTPayload): Promise<string> {
  const { id, privateKey } = await signingKey();
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: id, typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .sign(await importJWK(privateKey, ALGORITHM));
}

/** The keys in the key set, the one that signs first. */
export async function toolKeys(): Promise<ToolKey[]> {
  const found = await db().ltiKey.findMany({
    where: inKeySet(),
    orderBy: { id: 'desc' },
    select: { id: true, createdAt: true, retiredAt: true },
  });
  return found.map(({ id, createdAt, retiredAt }) => ({
    id,
    since: createdAt.toISOString(),
    until: retiredAt === null ? undefined : new Date(retiredAt.getTime() + keptMs).toISOString(),
  }));
}

/**
 * Signs with a new key from now on. The key set contains the old one for {@link RETIRED_TOOL_KEY_DAYS} more
 * days.
 */
export async function renewToolKey(access: AdminAccess): Promise<void> {
  const made = await newPrivateKey();
  await db().$transaction(async (transaction) => {
    await lockKeys(transaction);
    await store(transaction, made);
    await record(transaction, access, { action: 'lms.new-key' });
  });
}

async function signingKey(): Promise<SigningKey> {
  const current = await readSigningKey(db());
  if (current) return current;
  const made = await newPrivateKey();
  return db().$transaction(async (transaction) => {
    await lockKeys(transaction);
    const other = await readSigningKey(transaction);
    if (other) return other;
    return store(transaction, made);
  });
}

/** @returns undefined if there is none that can be read: there is none yet, or AUTH_SECRET has changed */
async function readSigningKey(
  executor: Pick<Prisma.TransactionClient, 'ltiKey'>,
): Promise<SigningKey | undefined> {
  const found = await executor.ltiKey.findFirst({ where: { retiredAt: null }, orderBy: { id: 'desc' } });
  const privateKey = found && opened(found.privateKey);
  return privateKey ? { id: found.id, privateKey } : undefined;
}

async function newPrivateKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  return exportJWK(privateKey);
}

/** Retires the present key. */
async function store(transaction: Prisma.TransactionClient, privateKey: JWK): Promise<SigningKey> {
  await transaction.ltiKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: new Date() } });
  const { id } = await transaction.ltiKey.create({
    data: { privateKey: seal(JSON.stringify(privateKey), 'key of the LMS tool') },
    select: { id: true },
  });
  return { id, privateKey };
}

/** Of two first keys, or two new ones at once, the second waits for the first. */
const lockKeys = (transaction: Prisma.TransactionClient) =>
  transaction.$executeRaw`LOCK TABLE lti_key IN SHARE ROW EXCLUSIVE MODE`;

function opened(sealed: string): JWK | undefined {
  const text = unseal(sealed, 'key of the LMS tool');
  return text === undefined ? undefined : (JSON.parse(text) as JWK);
}

const inKeySet = () => ({ OR: [{ retiredAt: null }, { retiredAt: { gt: shownSince() } }] });
const keptMs = RETIRED_TOOL_KEY_DAYS * 24 * 60 * 60_000;
const shownSince = () => new Date(Date.now() - keptMs);
