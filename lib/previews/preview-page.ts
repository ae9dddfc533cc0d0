import 'server-only';
import type { ServerResponse } from 'node:http';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { strangerTitle } from '../http/preview-host.ts';
import { env } from '../platform/env.ts';

/** Why a preview shows nothing of the sandbox, with what the learner reads, as HTML. */
const reasons = {
  stranger: {
    status: 404,
    title: strangerTitle,
    text: 'A preview is shown only in the browser of the learner whose terminal it belongs to. Open the port from the page of your terminal.',
    canRetry: false,
  },
  ended: {
    status: 410,
    title: 'The session has ended',
    text: 'This terminal has ended, and everything in it is gone. To go on, start a new one.',
    canRetry: false,
  },
  'no-runner': {
    status: 503,
    title: 'The terminal is not connected',
    text: 'The machine that runs your terminal cannot be reached at the moment. It reconnects by itself.',
    canRetry: true,
  },
  'nothing-listens': {
    status: 502,
    title: 'Nothing answers at this port yet',
    text: 'The port is published, but no program in the container accepts connections there. It may still be starting; <code>docker logs</code> shows what it does. A program that listens at 127.0.0.1 in its container cannot be reached: it has to listen at 0.0.0.0.',
    canRetry: true,
  },
  'not-published': {
    status: 502,
    title: 'No container publishes this port',
    text: 'Your engine has no container that publishes this port now. Start one with <code>docker run -p</code>.',
    canRetry: true,
  },
  'not-http': {
    status: 502,
    title: 'The answer cannot be shown',
    text: 'The program at this port did not answer as a web server does, or took too long.',
    canRetry: true,
  },
  'too-many': {
    status: 429,
    title: 'Too many requests at once',
    text: 'The pages of this terminal have too many requests open, or send them too fast. Wait a moment.',
    canRetry: true,
  },
  'too-large': {
    status: 413,
    title: 'This is too large',
    text: 'A preview passes on at most 100 MiB in one request. You can create larger files in the terminal itself.',
    canRetry: false,
  },
  'bad-request': {
    status: 400,
    title: 'This request cannot be passed on',
    text: 'A preview passes on ordinary requests and WebSockets.',
    canRetry: false,
  },
  failed: {
    status: 500,
    title: 'Something failed on our side',
    text: 'The preview could not be opened. Try again in a moment.',
    canRetry: true,
  },
} as const;
export type PreviewProblem = keyof typeof reasons;

/** Headers of a page without scripts, which nothing may frame or keep. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Answers with a page that says why there is nothing to see, and ends the connection. */
export function sendProblem(response: ServerResponse, problem: PreviewProblem): void {
  const { status, title, text, canRetry } = reasons[problem];
  // The rest of a body is not read.
  response.shouldKeepAlive = false;
  response.writeHead(status, pageHeaders);
  response.end(page(title, text, canRetry));
}

/** A page of the same form, as the response of a route. */
export function problemPage(status: number, title: string, text: string): Response {
  return new Response(page(title, text, false), { status, headers: pageHeaders });
}

/** @param title written here, like the text: neither contains anything from outside */
function page(title: string, text: string, canRetry: boolean): string {
  const terminal = new URL(hrefTo('terminal'), env().SITE_URL).href;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
/* The colours of app/tokens.css, which these pages cannot load. */
:root { color-scheme: light dark; background: light-dark(#fcfcfa, #14171b); color: light-dark(#1a1d22, #e5e7ea); }
body { max-width: 34rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.375rem; line-height: 1.25; }
a { display: inline-block; margin-right: 1.5rem; padding: 0.5rem 0; color: light-dark(#0b5c99, #82bff0); }
</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p>${canRetry ? '<a href="">Try again</a>' : ''}<a href="${terminal}">Your terminal</a></p>
</main>
</html>
`;
}
