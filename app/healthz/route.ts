export const dynamic = 'force-dynamic';

/** 200 while the process responds, whatever the state of the database. If this probe fails, restart the site. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
}
