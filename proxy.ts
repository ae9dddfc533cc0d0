import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from './lib/http/content-security-policy.ts';
import { prerenderedScripts } from './lib/http/prerendered-scripts.ts';

const isDevelopment = process.env.NODE_ENV === 'development';
/** What Next adds to a page to follow edits and to show where an error came from. */
const developmentScripts = ["'unsafe-inline'", "'unsafe-eval'"];
const prerendered = join(process.cwd(), '.next/server/app');

/** Gives every page its Content-Security-Policy: why there are two kinds is in docs/decisions/0012. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (isDevelopment) return withPolicy(NextResponse.next(), contentSecurityPolicy(developmentScripts));
  const own = await prerenderedScripts(prerendered, request.nextUrl.pathname);
  if (own !== undefined) return withPolicy(NextResponse.next(), contentSecurityPolicy(own));
  // Rendered for this request: Next reads the nonce from the request's own policy. An address of no page
  // answers with the prerendered page that says so, whose scripts (the layout's theme switch among them) are
  // known.
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy([
    `'nonce-${nonce}'`,
    ...((await prerenderedScripts(prerendered, '/_not-found')) ?? []),
  ]);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  return withPolicy(NextResponse.next({ request: { headers } }), policy);
}

function withPolicy(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Pages alone: of what lies under these, nothing is a document.
  matcher: '/((?!api/|_next/|healthz|readyz|metrics|icon\\.svg|search-index\\.json).*)',
};
