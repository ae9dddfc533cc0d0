import { PlatformError, httpStatusOf } from '@dfm/contracts';
import { route } from '@/lib/http/route.ts';
import { enterPreview } from '@/lib/previews/enter-preview.ts';
import { problemPage } from '@/lib/previews/preview-page.ts';

/** Opens a port of the learner's terminal on its own origin. What goes wrong is shown as a page. */
export const GET = route<{ params: Promise<{ port: string }> }>(async ({ headers }, { params }) => {
  try {
    const address = await enterPreview(headers, (await params).port);
    return new Response(null, {
      status: 303,
      headers: { location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return problemPage(httpStatusOf[error.code], 'The port cannot be opened', error.learnerMessage);
  }
});
