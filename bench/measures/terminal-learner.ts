import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

/** A learner with a terminal. */
export interface Learner {
  cookie: string;
  sessionId: string;
}

/** A new learner with an open session. The button of the page would call the site for it. */
export async function withSession(url: string, database: Client): Promise<Learner> {
  const response = await signedIn(url);
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const { user } = (await response.json()) as { user: { id: string } };
  const sessionId = randomUUID();
  await database.query('INSERT INTO terminal_session (id, learner_id, allowed_ms) VALUES ($1, $2, 3600000)', [
    sessionId,
    user.id,
  ]);
  await database.query(`SELECT pg_notify('terminal_queued', '')`);
  return { cookie, sessionId };
}

async function signedIn(url: string): Promise<Response> {
  for (;;) {
    const response = await fetch(`${url}/api/auth/sign-in/anonymous`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: '{}',
    });
    if (response.ok) return response;
    // Few sign-ins at a time are accepted from one address.
    if (response.status !== 429) throw new Error(`the site answered a sign-in with ${response.status}`);
    await delay(1_000);
  }
}
