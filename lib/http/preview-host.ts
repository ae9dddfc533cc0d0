import type { IncomingMessage } from 'node:http';

const hostname = /^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
/**
 * What the host of a preview shows to anyone to whom it does not belong. `dfm doctor` recognises the page by
 * it.
 */
export const strangerTitle = 'This address opens from the terminal';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

interface Settings {
  SITE_URL?: string | undefined;
  PREVIEW_DOMAIN?: string | undefined;
}

/**
 * The domain below which each preview has a host of its own. Undefined if there are no previews. Without
 * `server-only`, because the server in front of Next decides by it what Next never sees.
 *
 * @throws Error if a page there could set cookies that browsers send to the site
 */
export function previewDomain({ SITE_URL, PREVIEW_DOMAIN }: Settings): string | undefined {
  const site = URL.parse(SITE_URL ?? '')?.hostname;
  // Reported by the site itself, with everything else that is missing.
  if (site === undefined) return undefined;
  // Browsers resolve every name below localhost to the same machine, and take none of its cookies for the others.
  if (loopback.has(site) && (PREVIEW_DOMAIN ?? 'localhost') === 'localhost') return 'localhost';
  if (PREVIEW_DOMAIN === undefined) return undefined;
  if (!hostname.test(PREVIEW_DOMAIN) || /^[\d.]+$/.test(PREVIEW_DOMAIN))
    throw new Error(
      'PREVIEW_DOMAIN: use a domain such as preview.example, in lower case and without a port; an IP address does not work',
    );
  const shared = sharedLabels(site, PREVIEW_DOMAIN);
  if (shared >= 2 || [site, PREVIEW_DOMAIN].some((host) => host.split('.').length === shared))
    throw new Error(
      `PREVIEW_DOMAIN: ${PREVIEW_DOMAIN} and ${site} are below the same domain, so a page of a learner could set cookies for the site. Use a domain of its own, such as preview-of-course.example`,
    );
  return PREVIEW_DOMAIN;
}

/**
 * The label of a preview in the host of a request; '' for the domain itself. Undefined if the request is for
 * the site.
 *
 * @param headers of untrusted clients without X-Forwarded-Host, or with it: naming a preview gets no one
 *   further
 */
export function previewLabel(
  { headers }: Pick<IncomingMessage, 'headers'>,
  domain: string | undefined,
): string | undefined {
  if (domain === undefined) return undefined;
  for (const host of [headers.host, headers['x-forwarded-host']].flat()) {
    const name = host?.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
    if (name?.endsWith(`.${domain}`)) return name.slice(0, -domain.length - 1);
    // Previews can set cookies for this host, so the site is not there either. At localhost, they cannot.
    if (name === domain && name !== 'localhost') return '';
  }
  return undefined;
}

/** How many labels two hosts have in common at their ends. */
function sharedLabels(one: string, other: string): number {
  const [labels, others] = [one, other].map((host) => host.split('.').reverse());
  const different = labels!.findIndex((label, index) => label !== others![index]);
  return different === -1 ? labels!.length : different;
}
