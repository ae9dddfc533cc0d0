/**
 * The policy of a page: everything is loaded from this site, and only known inline scripts run. Inline styles
 * are allowed, because figures set widths with the style attribute, and Monaco and the lessons' code blocks
 * add style elements. Without a script, they can do no harm beyond the looks of the page.
 *
 * @param inlineScripts sources of the page's inline scripts: `'nonce-…'` or `'sha256-…'`.
 */
export function contentSecurityPolicy(inlineScripts: readonly string[]): string {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inlineScripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
