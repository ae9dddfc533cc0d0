/** A site, a real platform, and a class that both of them know. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newCohort, newSignedIn } from '../site/school.ts';
import { type Site, type Visitor, openSite } from '../site/site.ts';
import { type LtiPlatform, startPlatform } from './platform/start-platform.ts';

export const course = 'course-v1:School+ML+2026';

/** A link that the LMS has, and the row of the site for it. */
export interface LmsLink {
  id: string;
  resourceLinkId: string;
}

export interface Registration {
  passport: number;
  issuer: string;
  clientId: string;
  deploymentId: string;
  authUrl: string;
  jwksUrl: string;
  tokenUrl: string;
}

/** A request that the platform got, as observe.py notes it. */
export interface SeenRequest {
  method: string;
  path: string;
  body: string;
  /** Null while it is being answered. */
  status: number | null;
  held: 'before' | 'after' | null;
  /** Number of requests that were being answered when it came. */
  others: number;
}

export interface LmsScore {
  lineItem: number;
  userId: string;
  given: number | null;
  maximum: number | null;
  timestamp: string;
  activity: string;
  grading: string;
}

export interface LmsState {
  lineItems: { id: number; resourceLinkId: string; resourceId: string; label: string; maximum: number }[];
  scores: LmsScore[];
  /** Points by link and username. SIMULATED: the gradebook of the LMS. */
  grades: Record<string, Record<string, number>>;
  contents: Record<string, unknown>[];
}

type Handler = (request: Request) => Response | Promise<Response>;

/** The site as an LMS reaches it: its routes for LTI on a port of their own. */
export interface ToolServer {
  origin: string;
  /** Serves a route of the site. */
  serve(path: string, handler: Handler): void;
  close(): void;
}

/** Opens a server for the routes of the site that an LMS calls. */
export async function openToolServer(): Promise<ToolServer> {
  const handlers = new Map<string, Handler>();
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url!, origin);
    const handler = handlers.get(url.pathname);
    void (async () => {
      const answer = handler
        ? await handler(new Request(url, { headers: request.headers as Record<string, string> }))
        : new Response(null, { status: 404 });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    serve: (path, handler) => void handlers.set(path, handler),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An LMS with a course, and the class that belongs to it. */
export interface Lms {
  site: Site;
  platform: LtiPlatform;
  tool: ToolServer;
  registration: Registration;
  /** ID of the platform at the site. */
  platformId: string;
  cohortId: string;
  contextId: string;
  /** Of the class, signed in. */
  instructor: Visitor;
  addLink(
    kind: 'exercise' | 'quiz',
    slug: string,
    ags?: 'programmatic' | 'declarative' | 'disabled',
  ): Promise<LmsLink>;
  /**
   * Enrols people in the course and makes them members of the class. Anyone who is not named has left the
   * course.
   */
  enrol(usernames: readonly string[]): Promise<void>;
  state(): Promise<LmsState>;
  /** Requests since the last call of `forgetRequests`, those for scores only if `path` says so. */
  requests(path?: string): Promise<SeenRequest[]>;
  forgetRequests(): Promise<void>;
  close(): Promise<void>;
}

export const scopesOf = {
  programmatic: ['lineitem', 'result.readonly', 'score'],
  declarative: ['lineitem.readonly', 'result.readonly', 'score'],
  disabled: [],
};
export const emailOf = (username: string) => `${username}@school.example`;

/**
 * Opens everything. The class has late points off 10 % per day.
 *
 * @param signIn makes the instructor of the class
 */
export async function openLms(
  signIn: (site: Site) => Promise<Visitor> = (site) => newSignedIn(site, 'Weber'),
): Promise<Lms> {
  const tool = await openToolServer();
  const [site, platform] = await Promise.all([openSite({ SITE_URL: tool.origin }), startPlatform()]);
  const { toolKeySet } = await import('../../lib/lti/keys.ts');
  tool.serve('/api/lti/jwks', async () => Response.json(await toolKeySet()));
  const registration = await platform.control<Registration>('register', {
    tool_keyset_url: `${tool.origin}/api/lti/jwks`,
  });
  const instructor = await signIn(site);
  const cohortId = await newCohort(site, { [instructor.id]: 'instructor' });
  await site.query('UPDATE cohort SET late_percent_per_day = 10 WHERE id = $1', [cohortId]);
  const [platformId, contextId] = [randomUUID(), randomUUID()];
  await site.query(
    `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
     SELECT $1, course_id, 'LMS', $3, $4, $5, $6, $7 FROM cohort WHERE id = $2`,
    [
      platformId,
      cohortId,
      registration.issuer,
      registration.clientId,
      registration.authUrl,
      registration.tokenUrl,
      registration.jwksUrl,
    ],
  );
  await site.query('INSERT INTO lti_deployment (platform_id, deployment_id) VALUES ($1, $2)', [
    platformId,
    registration.deploymentId,
  ]);
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title, cohort_id) VALUES ($1, $2, $3, 'ML', $4)`,
    [contextId, platformId, course, cohortId],
  );
  const requests = async (path = '') => {
    const { requests: seen } = await platform.control<{ requests: SeenRequest[] }>('requests');
    return seen.filter((request) => request.path.includes(path));
  };
  let names = 0;
  return {
    site,
    platform,
    tool,
    registration,
    platformId,
    cohortId,
    contextId,
    instructor,
    addLink: async (kind, slug, ags = 'programmatic') => {
      const made = await platform.control<Record<string, string | null>>('add_link', {
        passport: registration.passport,
        course,
        name: `link${names++}`,
        title: slug,
        login_url: `${tool.origin}/api/lti/login`,
        launch_url: `${tool.origin}/api/lti/launch`,
        choose_url: `${tool.origin}/api/lti/deep-link`,
        target_url: `${tool.origin}/${kind === 'quiz' ? 'lessons' : 'exercises'}/${slug}`,
        ags,
      });
      const id = randomUUID();
      await site.query(
        `INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug, line_item_url, line_items_url, scopes)
         VALUES ($1, $2, $3, $4::assignment_kind, $5, $6, $7, $8)`,
        [
          id,
          contextId,
          made.resourceLinkId,
          kind,
          slug,
          made.lineItemUrl,
          made.lineItemsUrl,
          scopesOf[ags].map((scope) => `https://purl.imsglobal.org/spec/lti-ags/scope/${scope}`),
        ],
      );
      await site.query('UPDATE lti_context SET memberships_url = $1 WHERE id = $2', [
        made.membershipsUrl,
        contextId,
      ]);
      await site.query(
        `INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, $2::assignment_kind, $3) ON CONFLICT DO NOTHING`,
        [cohortId, kind, slug],
      );
      return { id, resourceLinkId: made.resourceLinkId! };
    },
    enrol: async (usernames) => {
      const subjects = await enrolInLms(platform, usernames);
      const columns = [usernames, usernames.map(emailOf), usernames.map((name) => subjects[name])];
      await site.query(
        `INSERT INTO "user" (id, name, email, updated_at)
         SELECT name, name, email, now() FROM unnest($1::text[], $2::text[]) AS person(name, email) ON CONFLICT DO NOTHING`,
        columns.slice(0, 2),
      );
      await site.query(
        `INSERT INTO account (id, user_id, account_id, provider_id, updated_at)
         SELECT gen_random_uuid(), name, subject, $3, now() FROM unnest($1::text[], $2::text[]) AS person(name, subject)
         ON CONFLICT DO NOTHING`,
        [columns[0], columns[2], `lti:${platformId}`],
      );
      await site.query(
        `INSERT INTO cohort_member (cohort_id, learner_id) SELECT $2, unnest($1::text[]) ON CONFLICT DO NOTHING`,
        [usernames, cohortId],
      );
    },
    state: () => platform.control<LmsState>('state'),
    requests,
    forgetRequests: async () => void (await platform.control('forget_requests')),
    close: async () => {
      tool.close();
      await platform.stop();
      await site.close();
    },
  };
}

/** Enrols learners in the course of the LMS only. @returns the IDs that it has for them, by username */
export async function enrolInLms(
  platform: LtiPlatform,
  usernames: readonly string[],
  teachers: readonly string[] = [],
): Promise<Record<string, string>> {
  const people = [...usernames, ...teachers].map((username) => ({
    username,
    name: username,
    email: emailOf(username),
    roles: teachers.includes(username) ? ['instructor'] : ['student'],
  }));
  return platform.control<Record<string, string>>('enrol', { course, people });
}

/** Stores a graded submission of a learner. */
export async function graded(
  site: Site,
  learnerId: string,
  exercise: string,
  score: number,
  at = new Date(),
): Promise<void> {
  await site.query(
    `WITH made AS (
       INSERT INTO submission (id, learner_id, exercise, files, created_at)
       VALUES (gen_random_uuid(), $1, $2, '{}', $4) RETURNING id)
     INSERT INTO run (id, submission_id, learner_id, exercise, state, queued_at, finished_at, result_status, score, passed)
     SELECT gen_random_uuid(), id, $1, $2, 'done', $4, now(), 'graded', $3, false FROM made`,
    [learnerId, exercise, score, at],
  );
}

/** Does what the site does again and again: compares the gradebook, and sends what has changed. */
export async function compareAndSend(): Promise<void> {
  const { compareGrades } = await import('../../lib/lti/compare-grades.ts');
  const { sendScores } = await import('../../lib/lti/send-scores.ts');
  await compareGrades();
  await sendScores();
}
