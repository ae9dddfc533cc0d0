import { PlatformError } from '@dfm/contracts';
import { accountOf } from '@/lib/auth/session.ts';
import { contentAccess } from '@/lib/authoring/content-access.ts';
import { importFiles } from '@/lib/authoring/import/import-files.ts';
import { readUpload } from '@/lib/authoring/import/read-upload.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readBody } from '@/lib/http/read-body.ts';
import { route } from '@/lib/http/route.ts';

interface Context {
  params: Promise<{ draft: string }>;
}

/**
 * Imports an archive or the files of a folder into a draft.
 *
 * Query: `under`, a folder of the draft, and `seen`, the commit that a plan was shown for. Without `seen`,
 * nothing is saved.
 */
export const POST = route<Context>(async (request, { params }) => {
  const account = await accountOf(request.headers);
  if (!account) throw new PlatformError('unauthenticated', 'Sign in to write drafts.');
  const access = await contentAccess(account);
  const query = new URL(request.url).searchParams;
  const body = await readBody(request, bodyLimits['/teach/content/[draft]/import']);
  const upload = await readUpload(body, request.headers.get('content-type'));
  const reply = await importFiles(access, (await params).draft, {
    upload,
    under: query.get('under') ?? '',
    seen: query.get('seen') ?? undefined,
  });
  return Response.json(reply, { headers: { 'cache-control': 'no-store' } });
});
