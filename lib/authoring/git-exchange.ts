import 'server-only';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ContentStore } from '@dfm/content-store/content-store';
import type { GitAnswer, GitServiceName, PushedBranch } from '@dfm/content-store/git-service';
import { PlatformError } from '@dfm/contracts';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { readBody } from '../http/read-body.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import type { ContentAccess } from './content-access.ts';
import { contentStore } from './content-store.ts';
import { gitAccess } from './git-access.ts';
import { holdGitPlace } from './git-places.ts';

/** Far more than a clone of thousands of branches asks for. Git compresses it. */
const FETCH_BYTES_MAX = 2 ** 20;
const COMMIT_DIGITS = 12;

/** Answers the first question of git: which branches there are. @throws PlatformError as `gitAccess` */
export async function listBranches(request: Request): Promise<Response> {
  const service = /^git-(upload-pack|receive-pack)$/.exec(
    new URL(request.url).searchParams.get('service') ?? '',
  )?.[1] as GitServiceName | undefined;
  if (!service) throw new PlatformError('bad-request', 'This address is for git. Use it with git clone.');
  const access = await gitAccess(request.headers, service);
  const store = await contentStore(access);
  if (service === 'receive-pack') await assertRoom(store);
  return answer(access, { request, service, sent: undefined, type: 'advertisement' });
}

/** Sends commits. @throws PlatformError as `gitAccess`, and `too-large` */
export async function sendCommits(request: Request): Promise<Response> {
  const access = await gitAccess(request.headers, 'upload-pack');
  assertType(request, 'upload-pack');
  const sent = await inflated(request);
  return answer(access, { request, service: 'upload-pack', sent: Readable.from([sent]), type: 'result' });
}

/** Takes a push. @throws PlatformError as `gitAccess`, and `conflict` once the repository is full */
export async function takePush(request: Request): Promise<Response> {
  const access = await gitAccess(request.headers, 'receive-pack');
  assertType(request, 'receive-pack');
  if (request.headers.has('content-encoding'))
    throw new PlatformError('bad-request', 'A push cannot be compressed as a whole.');
  await assertRoom(await contentStore(access));
  return answer(access, {
    request,
    service: 'receive-pack',
    sent: (request.body ?? []) as AsyncIterable<Uint8Array>,
    type: 'result',
  });
}

interface Exchange {
  request: Request;
  service: GitServiceName;
  sent: AsyncIterable<Uint8Array> | undefined;
  type: 'advertisement' | 'result';
}

async function answer(access: ContentAccess, { request, service, sent, type }: Exchange): Promise<Response> {
  const release = holdGitPlace(access.account.id);
  const { output, pushed } = await serve(access, { request, service, sent, type }).catch((error: unknown) => {
    release();
    throw error;
  });
  const recorded = pushed
    .then((branches) => recordPush(access, branches))
    .catch((err: unknown) => log.error({ err }, 'a push could not be recorded'))
    .finally(release);
  const chunks = output[Symbol.asyncIterator]();
  // Only with the first output is it certain that there is an answer.
  const first = await chunks.next().catch(async (error: unknown) => {
    // The place is free before the client reads that it failed.
    await recorded;
    throw error;
  });
  return new Response(bytesOf(first, chunks, recorded), {
    headers: {
      'content-type': `application/x-git-${service}-${type}`,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

async function serve(access: ContentAccess, { request, service, sent }: Exchange): Promise<GitAnswer> {
  const store = await contentStore(access);
  return store.serve({
    service,
    request: sent,
    isVersion2: request.headers.get('git-protocol') === 'version=2',
    signal: request.signal,
  });
}

/** The answer ends once the push is recorded. */
function bytesOf(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
  recorded: Promise<void>,
): ReadableStream<Uint8Array> {
  let next: IteratorResult<Uint8Array> | undefined = first;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = next ?? (await rest.next());
      next = undefined;
      if (!done) return controller.enqueue(value);
      await recorded;
      controller.close();
    },
    async cancel() {
      await rest.return?.();
    },
  });
}

async function recordPush(access: ContentAccess, branches: readonly PushedBranch[]): Promise<void> {
  for (const { commit } of branches)
    await record(db(), access, {
      action: 'content.push',
      details: { commit: commit.slice(0, COMMIT_DIGITS) },
    });
}

/** A form of another page can send few types, and this is none of them. */
function assertType(request: Request, service: GitServiceName): void {
  if (request.headers.get('content-type') !== `application/x-git-${service}-request`)
    throw new PlatformError('bad-request', 'This address is for git. Use it with git clone.');
}

async function assertRoom(store: ContentStore): Promise<void> {
  const megabytes = env().CONTENT_STORE_MB;
  if ((await store.bytesOnDisk()) >= megabytes * 1_000_000)
    throw new PlatformError(
      'conflict',
      `The content has reached the limit of ${megabytes.toLocaleString('en')} MB. Ask the operator of this site to raise it.`,
    );
}

/** Git compresses what it asks for. A few bytes can become gigabytes. */
async function inflated(request: Request): Promise<Buffer> {
  const body = await readBody(request, FETCH_BYTES_MAX);
  if (request.headers.get('content-encoding') !== 'gzip') return body;
  return promisify(gunzip)(body, { maxOutputLength: FETCH_BYTES_MAX }).catch(() => {
    throw new PlatformError('bad-request', 'The request is not compressed correctly, or too large.');
  });
}
