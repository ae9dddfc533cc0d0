/**
 * The policy of a page: everything comes from this site, and only known scripts run inside the page. Styles
 * may stand inside: figures set widths by the style attribute, and Monaco and the lessons' code blocks bring
 * style elements; without a script they can do no more than look wrong.
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
