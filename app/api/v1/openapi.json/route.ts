import { openApi } from '@/lib/api/openapi.ts';
import { route } from '@/lib/http/route.ts';
import { env } from '@/lib/platform/env.ts';

/** What the API offers, for generators of clients. */
export const GET = route(async () => Response.json(openApi(env().SITE_URL)));
