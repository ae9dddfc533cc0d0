import 'server-only';
import { randomBytes } from 'node:crypto';
import { linkTokenHash, newLinkToken } from '../accounts/link-token.ts';
import { escaped } from './escaped.ts';
import { frameAncestors } from './frame-ancestors.ts';

/** How often a frame asks whether something was chosen, and for how long at most, in ms. */
const ASK_EVERY_MS = 2_000;
const ASK_FOR_MS = 30 * 60_000;

/**
 * A page in the frame of an LMS, with a button that starts the same login in a new window. Only the LMS may
 * frame it.
 *
 * @param fields of the login
 * @param isChoosing whether content will be chosen in the window. The frame then waits for it, because LMSs
 *   expect the answer in the frame
 */
export function frameNotice(
  fields: Readonly<Record<string, string | undefined>>,
  platform: { issuer: string; authUrl: string },
  isChoosing: boolean,
): Response {
  const secret = newLinkToken();
  const sent = { ...fields, ...(isChoosing && { frame: linkTokenHash(secret) }) };
  const query = new URLSearchParams(
    Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const nonce = randomBytes(16).toString('base64');
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Docker for ML</title>
<style>${style}</style>
<main aria-label="Docker for ML">
<h1>Docker for ML</h1>
<p>${isChoosing ? 'Choose exercises and lessons in a window of their own, then come back to this one.' : 'Editor, results and your sign-in need a window of their own.'}</p>
<p><a href="/api/lti/login?${escaped(query.toString())}" target="_blank" rel="noopener">Open in a new window</a></p>
</main>
${isChoosing ? `<script nonce="${nonce}">${waiting(secret)}</script>` : ''}
</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        "connect-src 'self'",
        `script-src 'nonce-${nonce}'`,
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        frameAncestors(platform),
      ].join('; '),
    },
  });
}

/** A script that waits for the choice, then takes it back to the LMS. */
function waiting(secret: string): string {
  return `
const address = '/api/lti/framed/${secret}';
const until = Date.now() + ${ASK_FOR_MS};
const ask = async () => {
  const response = await fetch(address, { method: 'POST' }).catch(() => undefined);
  if (response?.ok && (await response.json()).isChosen) location.replace(address);
  else if (Date.now() < until) setTimeout(ask, ${ASK_EVERY_MS});
};
document.querySelector('a').addEventListener('click', () => setTimeout(ask, ${ASK_EVERY_MS}), { once: true });
`;
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 28rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
a { display: inline-block; margin-top: .5rem; padding: .5rem 1rem; border: 1px solid; border-radius: .375rem; font-weight: 600; color: inherit; text-decoration: none; }
`;
