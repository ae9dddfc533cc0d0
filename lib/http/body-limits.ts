import { runnerBodyMaxBytes } from '@dfm/contracts';

const KiB = 2 ** 10;
const MiB = 2 ** 20;

/**
 * The maximum size of a request body in bytes, by route, named like its folder in `app/`. Every route handler
 * is listed; 0 is for those that read no body. The site's server rejects larger bodies before anything reads
 * them.
 */
export const bodyLimits = {
  '/account/data/[format]': 0,
  '/api/auth/sign-in/anonymous': 16 * KiB,
  '/api/lti/deep-link': 64 * KiB,
  '/api/lti/framed/[frame]': 0,
  '/api/lti/jwks': 0,
  // A token with the roles and custom parameters of a large LMS has 10 KiB.
  '/api/lti/launch': 64 * KiB,
  '/api/lti/login': 64 * KiB,
  '/api/lti/return/[visit]': 0,
  '/api/preparation': 0,
  '/api/runner/claim': 64 * KiB,
  '/api/runner/proxy': 0,
  '/api/runner/runs/[id]/events': runnerBodyMaxBytes,
  '/api/runner/runs/[id]/heartbeat': KiB,
  '/api/runner/runs/[id]/outputs': runnerBodyMaxBytes,
  '/api/runner/runs/[id]/result': runnerBodyMaxBytes,
  '/api/runner/terminals/[id]/end': 8 * KiB,
  '/api/runner/terminals/[id]/heartbeat': KiB,
  '/api/runner/terminals/[id]/lab': KiB,
  '/api/runner/terminals/claim': 64 * KiB,
  '/api/terminal/previews/[port]': 0,
  // The editor warns a learner before sending more.
  '/api/runs': 2 * MiB,
  '/api/runs/[id]': 0,
  '/api/runs/[id]/cancel': KiB,
  '/api/runs/[id]/events': 0,
  '/api/v1/classes': 0,
  '/api/v1/classes/[cohort]/gradebook': 0,
  '/api/v1/openapi.json': 0,
  '/content.git/git-receive-pack': 64 * MiB,
  '/content.git/git-upload-pack': MiB,
  '/content.git/info/refs': 0,
  '/course/progress': 0,
  '/healthz': 0,
  '/lessons/[slug]/answers': 0,
  '/links/[token]/sign-in': KiB,
  '/lti/[visit]/sign-in': KiB,
  '/metrics': 0,
  '/operator/people/[person]/data/[format]': 0,
  '/readyz': 0,
  '/review/due': 0,
  '/review/queue': 0,
  '/search-index.json': 0,
  '/sign-in/school': 0,
  '/teach/content/[draft]/file': 6 * MiB,
  // An archive of the whole content has 6 MB.
  '/teach/content/[draft]/import': 20 * MiB,
  '/teach/[cohort]/grades.csv': 0,
  '/teach/[cohort]/insight/[exercise]/variant': 0,
} as const satisfies Record<string, number>;

/**
 * Routes that pass a body on as it arrives, so that it is never in memory as a whole. They do not count
 * towards what a network can have in memory.
 */
const streamed: ReadonlySet<string> = new Set<keyof typeof bodyLimits>(['/content.git/git-receive-pack']);

/**
 * The limit for pages, whose forms and actions send a body. The largest form has every assignment of the
 * course.
 */
export const PAGE_BODY_MAX_BYTES = 256 * KiB;

const patterns = Object.entries(bodyLimits).map(([route, maxBytes]) => {
  const segments = route.split('/').map((segment) => {
    if (segment.startsWith('[...')) return '.+';
    return segment.startsWith('[') ? '[^/]+' : segment.replaceAll('.', String.raw`\.`);
  });
  return { pattern: new RegExp(`^${segments.join('/')}$`), maxBytes, isStreamed: streamed.has(route) };
});

/** The limit for a request, in bytes. @param pathname path of the request's URL, exactly as sent */
export function bodyLimitOf(pathname: string): number {
  return routeOf(pathname)?.maxBytes ?? PAGE_BODY_MAX_BYTES;
}

/** Whether a request's body is passed on as it arrives. @param pathname as above */
export function isStreamed(pathname: string): boolean {
  return routeOf(pathname)?.isStreamed ?? false;
}

const routeOf = (pathname: string) => patterns.find(({ pattern }) => pattern.test(pathname));
