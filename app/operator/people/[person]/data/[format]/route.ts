import { route } from '@/lib/http/route.ts';
import { adminOf } from '@/lib/operator/access.ts';
import { exportForAdmin } from '@/lib/operator/person.ts';

interface Context {
  params: Promise<{ person: string; format: string }>;
}

/** Everything that is stored about a person who asked an admin for it. */
export const GET = route<Context>(async ({ headers }, { params }) => {
  const { person, format } = await params;
  return exportForAdmin(await adminOf(headers), person, format);
});
