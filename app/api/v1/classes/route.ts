import { apiCaller } from '@/lib/api/caller.ts';
import { readableClasses } from '@/lib/api/classes.ts';
import { route } from '@/lib/http/route.ts';

/** The classes whose grades the caller may read. */
export const GET = route(async (request) =>
  Response.json({ classes: await readableClasses(await apiCaller(request)) }, { headers: noStore }),
);

const noStore = { 'cache-control': 'no-store' };
