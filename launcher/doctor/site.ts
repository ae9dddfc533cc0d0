import { previewDomain, strangerTitle } from '../../lib/http/preview-host.ts';
import { knownSecret } from '../secrets.ts';
import { certificateExpiry, certificateFindings } from './certificate.ts';
import type { Check } from './check.ts';
import { type Examined, hasSite, siteAddress, type Variables } from './examined.ts';
import { type Finding, good, messageOf, NotChecked, problem, warning } from './finding.ts';
import { type Answer, httpGet, requestProblem } from './http-get.ts';
import { isThisMachine } from './open-database.ts';

/** The public address of the site: what answers there, and what a reverse proxy has to pass on. */
export const site: Check = {
  name: 'site',
  about: 'public address: answer, certificate, reverse proxy, previews',
  async run(examined, signal) {
    const { url, isSet } = siteAddress(examined);
    let answer: Answer;
    try {
      answer = await httpGet(new URL('/readyz', url), signal);
    } catch (error) {
      signal.throwIfAborted();
      const outdated = await certificateOf(url, signal);
      if (outdated.some(({ result }) => result === 'problem')) return outdated;
      if (!isSet)
        throw new NotChecked(
          `no site answers at ${url.origin}`,
          'Start it with npm start, or set SITE_URL if it has a different address.',
        );
      return [
        problem(
          `${url.origin} cannot be reached: ${requestProblem(error)}`,
          'Start the site; if it runs, check the DNS, the certificate and the reverse proxy of this address, and the firewall.',
        ),
      ];
    }
    if (!isSet && readinessIn(answer.text) === undefined)
      throw new NotChecked(
        `something else answers at ${url.origin}`,
        'Set SITE_URL to the address that npm start printed.',
      );
    const findings = [...siteFindings(url, answer), ...(await certificateOf(url, signal))];
    if (hasSite(examined)) {
      findings.push(...proxyFindings(url, examined.variables));
      findings.push(...(await ignoredProxyFindings(url, examined, signal)));
      findings.push(...(await previewFindings(url, examined.variables, signal)));
    }
    return findings.length > 0 ? findings : [good(`${url.origin} answers and is ready`)];
  },
};

/** @returns nothing if the certificate does not expire soon, or if there is none */
export async function certificateOf(url: URL, signal: AbortSignal): Promise<Finding[]> {
  if (url.protocol !== 'https:') return [];
  try {
    return certificateFindings(url, await certificateExpiry(url, signal), Date.now());
  } catch (error) {
    signal.throwIfAborted();
    return [
      warning(
        `the certificate of ${url.host} could not be read: ${requestProblem(error)}`,
        'Run dfm doctor site again; if it fails every time, look at the log of the reverse proxy.',
      ),
    ];
  }
}

/** @param answer to /readyz. @returns nothing if all is well */
function siteFindings(url: URL, { status, headers, text }: Answer): Finding[] {
  if (status >= 300 && status < 400) {
    const target = URL.parse(headers.location ?? '', url)?.origin ?? 'a different address';
    return [
      problem(
        `${url.origin} redirects to ${target}`,
        'Set SITE_URL to the address at which the site itself answers.',
      ),
    ];
  }
  const found = readinessIn(text);
  if (found === undefined) return [notTheSite(url.origin, status)];
  if (!found.ok)
    return [
      problem(
        `the site is not ready: ${found.reasons.join('; ')}`,
        'See what dfm doctor database reports, and restart the site with npm start.',
      ),
    ];
  return found.runners === 0
    ? [
        warning(
          'the site is ready, and no runner is connected',
          'Look at the log of the runner: until one connects, exercises wait.',
        ),
      ]
    : [];
}

const notTheSite = (address: string, status: number): Finding =>
  problem(
    `what answers at ${address} is not the site (status ${status})`,
    'Let the reverse proxy pass all paths of this host on to the port of the site.',
  );

interface Readiness {
  ok: boolean;
  reasons: string[];
  runners?: number;
}

function readinessIn(text: string): Readiness | undefined {
  try {
    const found = JSON.parse(text) as Partial<Readiness> | null;
    return typeof found?.ok === 'boolean' && Array.isArray(found.reasons) ? (found as Readiness) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns nothing if all is well */
export function proxyFindings(url: URL, { TRUSTED_PROXIES = '' }: Variables): Finding[] {
  if (/(?:^|,)\s*[\d.:a-f]+\/0\s*(?:,|$)/i.test(TRUSTED_PROXIES))
    return [
      problem(
        'TRUSTED_PROXIES contains every address, so any client can claim to be a different one',
        'List only the addresses from which your reverse proxies connect.',
      ),
    ];
  if (url.protocol === 'http:' && !isThisMachine(url))
    return [
      warning(
        'SITE_URL begins with http, so passwords are sent unencrypted',
        'Put a reverse proxy with a certificate in front of the site, and let SITE_URL begin with https.',
      ),
    ];
  // The site itself answers only http.
  return url.protocol === 'https:' && TRUSTED_PROXIES.trim() === ''
    ? [
        problem(
          'SITE_URL begins with https and TRUSTED_PROXIES is not set, so all visitors share the limits of one network',
          'Set TRUSTED_PROXIES for the site to the address from which the reverse proxy connects, such as 127.0.0.1.',
        ),
      ]
    : [];
}

/**
 * Finds out from the site whether it ignored the headers of the proxy that passed this request on.
 *
 * @returns nothing if it did not, or if the site refuses to answer
 */
export async function ignoredProxyFindings(
  url: URL,
  { runner, variables }: Pick<Examined, 'runner' | 'variables'>,
  signal: AbortSignal,
): Promise<Finding[]> {
  const token = knownSecret(runner.DATA_DIR, 'RUNNER_TOKEN', variables);
  // An empty TRUSTED_PROXIES was already reported.
  if (token === undefined || (variables.TRUSTED_PROXIES ?? '').trim() === '') return [];
  const address = new URL('/api/runner/proxy', url);
  const answer = await httpGet(address, signal, { token }).catch((error: unknown) => requestProblem(error));
  signal.throwIfAborted();
  if (typeof answer === 'string')
    return [
      problem(
        `${address.href} cannot be reached: ${answer}`,
        'Let the reverse proxy pass this path on to the site: runners use it too.',
      ),
    ];
  if (answer.status !== 200) return [];
  const ignored = ignoredAddressIn(answer.text);
  if (ignored === undefined) return [notTheSite(address.href, answer.status)];
  return ignored === null
    ? []
    : [
        problem(
          `the reverse proxy connects from ${ignored}, which TRUSTED_PROXIES does not contain, so all visitors share the limits of one network`,
          `Add ${ignored} or its network to TRUSTED_PROXIES where the site is started, and restart the site.`,
        ),
      ];
}

/** @returns null if the headers were not ignored, undefined if the text is not an answer of the site */
function ignoredAddressIn(text: string): string | null | undefined {
  try {
    const ignored = (JSON.parse(text) as { ignored?: unknown } | null)?.ignored;
    return typeof ignored === 'string' || ignored === null ? ignored : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for a preview that does not exist. @returns nothing if the site answers, or if it has no previews */
export async function previewFindings(
  url: URL,
  variables: Variables,
  signal: AbortSignal,
): Promise<Finding[]> {
  let domain: string | undefined;
  try {
    domain = previewDomain({ SITE_URL: url.href, PREVIEW_DOMAIN: variables.PREVIEW_DOMAIN });
  } catch (error) {
    return [problem(messageOf(error), 'Set PREVIEW_DOMAIN to such a domain, and restart the site.')];
  }
  if (domain === undefined) return [];
  const port = url.port === '' ? '' : `:${url.port}`;
  const host = `doctor.${domain}${port}`;
  // Browsers resolve every name below localhost by themselves; this machine may not.
  const address = domain === 'localhost' ? url : new URL(`${url.protocol}//${host}/`);
  const answer = await httpGet(address, signal, { host }).catch((error: unknown) => requestProblem(error));
  signal.throwIfAborted();
  if (typeof answer === 'string')
    return [
      problem(
        `previews cannot be reached at *.${domain}: ${answer}`,
        `Let the DNS of *.${domain} point to the site, and give the reverse proxy a wildcard certificate for it.`,
      ),
    ];
  return answer.text.includes(strangerTitle)
    ? []
    : [
        problem(
          `what answers at *.${domain} is not the site's previews (status ${answer.status})`,
          `Let the reverse proxy pass *.${domain} on to the site with the Host that the browser sent, and restart the site if PREVIEW_DOMAIN was changed.`,
        ),
      ];
}
