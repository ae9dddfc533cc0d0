export const dynamic = 'force-dynamic';

/**
 * 200 while the process answers, whatever becomes of the database: a probe that fails here should start the
 * site anew.
 */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
}
