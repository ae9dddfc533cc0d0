import 'server-only';
import { randomBytes } from 'node:crypto';
import { type ChosenContent, takeChosen, takeChosenInFrame } from './deep-link.ts';
import { escaped } from './escaped.ts';
import { frameAncestors } from './frame-ancestors.ts';

/**
 * Takes what was chosen back to the LMS, in the window in which it was.
 *
 * @param visitId unvalidated
 * @throws PlatformError as `takeChosen`
 */
export async function answerReturn(visitId: string, headers: Headers): Promise<Response> {
  return returnPage(await takeChosen(visitId, headers), "frame-ancestors 'none'");
}

/** The same in the frame that waits for it. @throws PlatformError as `takeChosenInFrame` */
export async function answerReturnInFrame(secret: string): Promise<Response> {
  const content = await takeChosenInFrame(secret);
  return returnPage(content, frameAncestors(content.platform));
}

/**
 * A page that sends the signed choice to the LMS by itself, or with a button without JavaScript. It is no
 * page of the site, because those may send forms only to the site.
 */
function returnPage({ returnUrl, jwt }: ChosenContent, ancestors: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Back to your LMS</title>
<form action="${escaped(returnUrl)}" method="post">
<input type="hidden" name="JWT" value="${escaped(jwt)}">
<noscript><button>Back to your LMS</button></noscript>
</form>
<script nonce="${nonce}">document.forms[0].submit()</script>
</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action ${new URL(returnUrl).origin}; ${ancestors}`,
    },
  });
}
