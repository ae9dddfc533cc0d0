/**
 * Who sees which page and gets which response: every page and every route that reads, for every role. A page
 * or route that is missing here fails the test. Actions are in action-matrix.test.ts.
 */
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { isValidElement } from 'react';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contentAccess } from '../../lib/authoring/content-access.ts';
import { createDraft, draftTree } from '../../lib/authoring/drafts.ts';
import { request } from './request.ts';
import {
  type Role,
  accounts,
  admins,
  everyone,
  manage,
  openSchool,
  roles,
  seeWork,
  staff,
  writers,
} from './roles.ts';
import { SITE_URL, type Site, type Visitor, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);

const root = joinPath(import.meta.dirname, '../..');
let site: Site;
let store: string;
let who: ReadonlyMap<Role, Visitor>;
/** Values for the parts of addresses in brackets. */
const parts: Record<string, string> = {
  slug: 'cache-order',
  exercise: 'cache-order',
  module: 'small-and-fast-images',
  format: 'json',
  visit: 'none',
  frame: 'none',
};

beforeAll(async () => {
  store = await mkdtemp(joinPath(tmpdir(), 'role-matrix-'));
  site = await openSite({ CONTENT_STORE: joinPath(store, 'content') });
  const school = await openSchool(site);
  who = school.who;
  Object.assign(parts, school.parts);
  const admin = { id: who.get('admin')!.id, name: 'Admin', email: '', isAdmin: true };
  const access = await contentAccess(admin);
  await createDraft(access, 'one');
  parts.commit = (await draftTree(access, 'one')).commit;
});
afterAll(async () => {
  await site.close();
  await rm(store, { recursive: true });
});

function as(role: Role): void {
  const cookie = who.get(role)?.cookie;
  request.headers = new Headers({ origin: SITE_URL, ...(cookie !== undefined && { cookie }) });
  request.cookies.clear();
}

/** Values that differ from `parts` on some pages. */
const otherParts: Record<string, Record<string, string>> = {
  'checks/[id]': { id: 'root-user' },
  // With the right one, the learner would be led to the class.
  'join/[code]': { code: 'wrong' },
  'exercises/[slug]/board': { slug: 'golf' },
  'labs/[slug]': { slug: 'first-container' },
  'lessons/[slug]': { slug: 'how-the-cache-decides' },
  'lessons/[slug]/answers': { slug: 'how-the-cache-decides' },
  'teach/content/[draft]': { draft: 'one' },
  'teach/content/[draft]/changes': { draft: 'one' },
  'teach/content/[draft]/merge': { draft: 'one' },
  'teach/content/[draft]/saves/[commit]': { draft: 'one' },
  'teach/versions/[version]': { version: '1' },
  'teach/content/[draft]/file': { draft: 'one' },
  'teach/content/[draft]/publish': { draft: 'one' },
};

function paramsOf(path: string): Record<string, string> {
  const names = [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name!);
  return { ...Object.fromEntries(names.map((name) => [name, parts[name]!])), ...otherParts[path] };
}

/** What a page does; also one that leaves the decision to a component. */
async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  try {
    const content = await promise;
    if (isValidElement(content) && isAsync(content.type)) return await outcomeOf(content.type(content.props));
    return 'shown';
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_REDIRECT')) return digest.split(';')[2]!.split('?')[0]!;
    if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404')) return 'not found';
    throw error;
  }
}

type Component = (props: unknown) => Promise<unknown>;

function isAsync(type: unknown): type is Component {
  return typeof type === 'function' && type.constructor.name === 'AsyncFunction';
}

const found = (name: string) =>
  globSync(`**/${name}`, { cwd: joinPath(root, 'app') })
    .map((file) => file.replace(new RegExp(`/?${name}$`), ''))
    .toSorted();

/** Who sees a page. Those without an account are sent to sign in, and for all others it does not exist. */
const pages: Record<string, readonly Role[]> = {
  '': everyone,
  account: accounts,
  'account/reports': everyone,
  'account/tokens': accounts,
  'cheat-sheet': everyone,
  checks: everyone,
  'checks/[id]': everyone,
  'checks/other-tools': everyone,
  'classes/[cohort]': ['learner'],
  course: everyone,
  'course/[module]': everyone,
  'create-account': everyone,
  exercises: everyone,
  'exercises/[slug]': everyone,
  'exercises/[slug]/attempts': everyone,
  'exercises/[slug]/board': everyone,
  glossary: everyone,
  'join/[code]': everyone,
  'lessons/[slug]': everyone,
  'links/[token]': everyone,
  'lti/[visit]': everyone,
  'lti/problem': everyone,
  operator: admins,
  'operator/log': admins,
  'operator/people': admins,
  'operator/people/[person]': admins,
  'operator/sign-in': admins,
  progress: everyone,
  review: everyone,
  'runs/[id]': ['learner', ...seeWork],
  'sign-in': everyone,
  'sign-in/code': everyone,
  teach: accounts,
  'teach/[cohort]': seeWork,
  'teach/[cohort]/assignments': staff,
  'teach/[cohort]/extensions': seeWork,
  'teach/[cohort]/insight': seeWork,
  'teach/[cohort]/insight/[exercise]': seeWork,
  'teach/[cohort]/insight/[exercise]/compare': seeWork,
  'teach/[cohort]/log': manage,
  'teach/[cohort]/people': seeWork,
  'teach/[cohort]/people/[learner]': seeWork,
  'teach/[cohort]/regrade': seeWork,
  'teach/[cohort]/regrade/[regrade]': seeWork,
  'teach/[cohort]/settings': manage,
  'teach/[cohort]/version': manage,
  'teach/content': writers,
  'teach/content/[draft]': writers,
  'teach/content/[draft]/publish': writers,
  'teach/reports': writers,
  'teach/reports/[report]': writers,
  // Of any course.
  'teach/lms': ['other staff', ...manage],
  'teach/lms/[context]': manage,
  'teach/content/[draft]/changes': writers,
  'teach/content/[draft]/merge': writers,
  'teach/content/[draft]/saves/[commit]': writers,
  'teach/versions': writers,
  'teach/versions/[version]': writers,
  labs: everyone,
  'labs/[slug]': everyone,
  terminal: everyone,
  'what-you-can-do': everyone,
};

describe('pages', () => {
  test('all are here', () => expect(Object.keys(pages).toSorted()).toEqual(found('page.tsx')));

  test.each(Object.entries(pages).flatMap(([path, seenBy]) => roles.map((role) => ({ path, role, seenBy }))))(
    '/$path: $role',
    async ({ path, role, seenBy }) => {
      as(role);
      const { default: page, generateMetadata } = await import(joinPath(root, 'app', path, 'page.tsx'));
      const props = () => ({
        params: Promise.resolve(paramsOf(path)),
        searchParams: Promise.resolve({}),
      });
      const outcome = await outcomeOf(page(props()));
      const visible = seenBy.includes(role);
      const isSignedIn = accounts.includes(role);
      expect(outcome).toBe(visible ? 'shown' : isSignedIn ? 'not found' : '/sign-in');
      // Every member of the staff may know the name of the class.
      if (!visible && generateMetadata !== undefined && !staff.includes(role))
        expect(await outcomeOf(generateMetadata(props())), 'its title').toBe(outcome);
    },
  );
});

type Statuses = Partial<Record<Role, number>> & { others: number };

/** Status of the response to a GET, for the exercise `cache-order`. */
const routes: Record<string, Statuses> = {
  'account/data/[format]': { nobody: 401, anonymous: 401, others: 200 },
  'api/lti/deep-link': { others: 303 },
  'api/lti/framed/[frame]': { others: 404 },
  'api/lti/jwks': { others: 200 },
  'api/lti/launch': { others: 303 },
  'api/lti/login': { others: 303 },
  'api/lti/return/[visit]': { others: 404 },
  'api/preparation': { others: 200 },
  'api/runs/[id]': { nobody: 401, learner: 200, others: 404 },
  // This site has no previews.
  'api/terminal/previews/[port]': { others: 404 },
  'api/v1/classes': { nobody: 401, anonymous: 401, others: 200 },
  'api/v1/classes/[cohort]/gradebook': {
    nobody: 401,
    anonymous: 401,
    author: 403,
    assistant: 200,
    instructor: 200,
    admin: 200,
    others: 404,
  },
  'api/runner/proxy': { others: 401 },
  'api/v1/openapi.json': { others: 200 },
  // For git: what a page of this site sends is refused for everyone.
  'content.git/info/refs': { others: 403 },
  'course/progress': { others: 200 },
  healthz: { others: 200 },
  'lessons/[slug]/answers': { others: 200 },
  metrics: { others: 404 },
  'operator/people/[person]/data/[format]': { admin: 200, others: 404 },
  readyz: { others: 200 },
  'review/due': { others: 200 },
  'review/queue': { others: 200 },
  'search-index.json': { others: 200 },
  'sign-in/school': { others: 303 },
  'teach/[cohort]/insight/[exercise]/variant': {
    nobody: 401,
    anonymous: 401,
    author: 403,
    assistant: 200,
    instructor: 200,
    admin: 200,
    others: 404,
  },
  // The query names no file.
  'teach/content/[draft]/file': {
    nobody: 401,
    anonymous: 401,
    'other staff': 404,
    author: 404,
    instructor: 404,
    admin: 404,
    others: 403,
  },
  'teach/[cohort]/grades.csv': {
    nobody: 401,
    anonymous: 401,
    author: 403,
    assistant: 200,
    instructor: 200,
    admin: 200,
    others: 404,
  },
};
/** A stream, tested with its events. */
const streams = ['api/runs/[id]/events'];
/** Nothing to read. Tested with what they change. */
const changes = [
  'api/auth/sign-in/anonymous',
  'api/runner/claim',
  'api/runner/runs/[id]/events',
  'api/runner/runs/[id]/heartbeat',
  'api/runner/runs/[id]/outputs',
  'api/runner/runs/[id]/result',
  'api/runner/terminals/[id]/end',
  'api/runner/terminals/[id]/heartbeat',
  'api/runner/terminals/[id]/lab',
  'api/runner/terminals/claim',
  'api/runs',
  'api/runs/[id]/cancel',
  'content.git/git-receive-pack',
  'content.git/git-upload-pack',
  'links/[token]/sign-in',
  'teach/content/[draft]/import',
  'lti/[visit]/sign-in',
];

describe('routes', () => {
  test('all are here', async () => {
    expect([...Object.keys(routes), ...streams, ...changes].toSorted()).toEqual(found('route.ts'));
    for (const path of changes)
      expect({ path, ...(await import(joinPath(root, 'app', path, 'route.ts'))) }).not.toHaveProperty('GET');
  });

  test.each(
    Object.entries(routes).flatMap(([path, statuses]) =>
      roles.map((role) => ({ path, role, status: statuses[role] ?? statuses.others })),
    ),
  )('/$path: $role $status', async ({ path, role, status }) => {
    as(role);
    const params = paramsOf(path);
    const address = path.replaceAll(/\[(\w+)\]/g, (_part, name: string) => params[name]!);
    const { GET } = await import(joinPath(root, 'app', path, 'route.ts'));
    const response: Response = await GET(
      new Request(`${SITE_URL}/${address}?exercise=cache-order&run=${parts.id}&service=git-upload-pack`, {
        headers: request.headers,
      }),
      {
        params: Promise.resolve(params),
      },
    );
    expect(response.status).toBe(status);
    await response.body?.cancel();
  });

  const imports: Record<string, number> = { nobody: 401, anonymous: 401, others: 403 };
  test.each(roles)('an import by %s', async (role) => {
    as(role);
    const { POST } = await import(joinPath(root, 'app/teach/content/[draft]/import/route.ts'));
    const headers = { ...Object.fromEntries(request.headers), origin: SITE_URL };
    const response: Response = await POST(
      new Request(`${SITE_URL}/teach/content/one/import`, { method: 'POST', headers, body: 'no archive' }),
      { params: Promise.resolve({ draft: 'one' }) },
    );
    expect(response.status).toBe(writers.includes(role) ? 400 : (imports[role] ?? imports.others));
  });
});
