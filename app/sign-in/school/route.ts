import { route } from '@/lib/http/route.ts';
import { finishWithSchool } from '@/lib/schools/sign-in-with-school.ts';

/** Where a school sends the browser back to. */
export const GET = route(async ({ url }) => {
  const path = await finishWithSchool(new URL(url).search);
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } });
});
