import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from './lib/http/content-security-policy.ts';
import { isRenderedNow } from './lib/http/prerender-bypass.ts';
import { prerenderedScripts } from './lib/http/prerendered-scripts.ts';

const isDevelopment = process.env.NODE_ENV === 'development';
/**
 * For the scripts that Next adds to a page in development, which apply edits and show where an error came
 * from.
 */
const developmentScripts = ["'unsafe-inline'", "'unsafe-eval'"];
const prerendered = join(process.cwd(), '.next/server/app');

/** Adds the Content-Security-Policy to every page. docs/decisions/0012 explains why there are two kinds. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (isDevelopment) return withPolicy(NextResponse.next(), contentSecurityPolicy(developmentScripts));
  const own = isRenderedNow(request.headers.get('cookie'))
    ? undefined
    : await prerenderedScripts(prerendered, request.nextUrl.pathname);
  if (own !== undefined) return withPolicy(NextResponse.next(), contentSecurityPolicy(own));
  // The page is rendered for this request, and Next reads the nonce from the policy in the request. For an
  // unknown address, Next returns the prerendered not-found page, so its scripts (such as the theme switch) are
  // allowed too.
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
  // Only pages: nothing under these paths is a document.
  matcher:
    '/((?!api/|content\\.git/|_next/|healthz|readyz|metrics|icon\\.svg|apple-icon\\.png|social\\.png|manifest\\.webmanifest|robots\\.txt|sitemap\\.xml|search-index\\.json).*)',
};
