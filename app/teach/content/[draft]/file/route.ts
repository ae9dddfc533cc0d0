import { PlatformError } from '@dfm/contracts';
import { accountOf } from '@/lib/auth/session.ts';
import { contentAccess } from '@/lib/authoring/content-access.ts';
import { readDraftBytes, readNewestBytes, saveFile } from '@/lib/authoring/draft-file.ts';
import { readBody } from '@/lib/http/read-body.ts';
import { route } from '@/lib/http/route.ts';

interface Context {
  params: Promise<{ draft: string }>;
}

/**
 * A file of a draft, or with `of=newest` of the newest version, to download. Never shown in the browser,
 * because it may contain anything.
 */
export const GET = route<Context>(async ({ headers, url }, { params }) => {
  const access = await accessOf(headers);
  const query = new URL(url).searchParams;
  const path = query.get('path') ?? '';
  const contents =
    query.get('of') === 'newest'
      ? await readNewestBytes(access, path)
      : await readDraftBytes(access, (await params).draft, path);
  const name = encodeURIComponent(path.split('/').at(-1)!);
  return new Response(new Uint8Array(contents), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'cache-control': 'no-store',
    },
  });
});

/** Saves the body as a file of a draft. */
export const PUT = route<Context>(async (request, { params }) => {
  const access = await accessOf(request.headers);
  const query = new URL(request.url).searchParams;
  const contents = await readBody(request, UPLOAD_BYTES_MAX);
  const outcome = await saveFile(access, {
    draft: (await params).draft,
    path: query.get('path') ?? '',
    seen: query.get('seen') ?? '',
    contents: new Uint8Array(contents),
    message: '',
  });
  return Response.json(outcome, { headers: { 'cache-control': 'no-store' } });
});

/** Slightly more than a file can have, so that the message about its size comes from the store. */
const UPLOAD_BYTES_MAX = 6 * 2 ** 20;

async function accessOf(headers: Headers) {
  const account = await accountOf(headers);
  if (!account) throw new PlatformError('unauthenticated', 'Sign in to see drafts.');
  return contentAccess(account);
}
