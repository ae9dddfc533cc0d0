/** What actions need that are about something of one's own, of the class, or of its content. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { linkTokenHash } from '../../../lib/accounts/link-token.ts';
import { auth } from '../../../lib/auth/auth.ts';
import { contentAccess } from '../../../lib/authoring/content-access.ts';
import { saveFile } from '../../../lib/authoring/draft-file.ts';
import { createDraft } from '../../../lib/authoring/drafts.ts';
import { seal } from '../../../lib/platform/sealed.ts';
import { type Role, accounts, openSchool } from '../roles.ts';
import type { Site, Visitor } from '../site.ts';

/** Of every account. */
export const password = 'four random words';
/** Of the browser that an LMS has sent. */
export const browserSecret = 'b'.repeat(43);

export interface World {
  site: Site;
  who: ReadonlyMap<Role, Visitor>;
  /** IDs and secrets by what they are of. */
  parts: Record<string, string>;
  /** ID of the API token of each account. */
  tokenOf: ReadonlyMap<string, string>;
  /** Folder of the repository of the content. */
  repository: string;
  /** Calls git in the repository. */
  git(...args: string[]): string;
}

/** Fills an open site. @param store the folder of its content store */
export async function makeWorld(site: Site, store: string): Promise<World> {
  const repository = join(store, 'content');
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', repository, ...args], { encoding: 'utf8' }).trim();
  const { who, parts } = await openSchool(site);
  const tokenOf = await plantAccounts(site, who);
  const world = { site, who, parts, tokenOf, repository, git };
  await plantClass(world);
  await plantVisits(world);
  await plantDraft(world);
  return world;
}

/** @returns the ID of the API token of each account */
async function plantAccounts(
  site: Site,
  who: ReadonlyMap<Role, Visitor>,
): Promise<ReadonlyMap<string, string>> {
  const { password: passwords } = await auth().$context;
  const hash = await passwords.hash(password);
  const tokenOf = new Map<string, string>();
  for (const role of accounts) {
    const { id } = who.get(role)!;
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, password, updated_at) VALUES (gen_random_uuid(), $1, 'credential', $1, $2, now())`,
      [id, hash],
    );
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, updated_at) VALUES (gen_random_uuid(), $1, 'school', $1, now())`,
      [id],
    );
    await site.query(
      `INSERT INTO session (id, token, user_id, expires_at, updated_at) VALUES ($1 || '-second', $1, $1, now() + interval '1 day', now())`,
      [id],
    );
    await site.query(`INSERT INTO passkey (id, user_id, name, public_key) VALUES ($1, $1, 'Key', 'x')`, [id]);
    const [token] = await site.query<{ id: string }>(
      `INSERT INTO api_token (id, user_id, name, token_hash, expires_at) VALUES (gen_random_uuid(), $1, 'Token', $1, now()) RETURNING id`,
      [id],
    );
    tokenOf.set(id, token!.id);
  }
  return tokenOf;
}

async function plantClass({ site, parts }: World): Promise<void> {
  const { learner, person, cohort } = parts;
  const [course] = await site.query<{ id: string }>('SELECT course_id AS id FROM cohort WHERE id = $1', [
    cohort,
  ]);
  parts.course = course!.id;
  await site.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, kind, state, passed, image_bytes)
     SELECT gen_random_uuid(), submission_id, learner_id, 'golf', 'confirmation', 'done', true, 5 FROM run WHERE learner_id = $1`,
    [learner],
  );
  await site.query(
    `INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, 'golf', 'Old', 'old')`,
    [learner],
  );
  await site.query(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, $2, now())`, [
    person,
    seal('secret', 'second factor', person),
  ]);
  await site.query(
    `INSERT INTO expected_member (cohort_id, email, name) VALUES ($1, 'new@school.example', 'N')`,
    [cohort],
  );
  await site.query(`UPDATE cohort_member SET group_name = 'A' WHERE learner_id = $1`, [person]);
  await site.query(
    `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', 'cache-order', $2, now(), '')`,
    [cohort, person],
  );
  await site.query(`UPDATE assignment SET due_at = '2030-01-01'`);
  const [invitation] = await site.query<{ id: string }>(
    `INSERT INTO one_time_link (id, token_hash, purpose, course_id, role, expires_at)
     VALUES (gen_random_uuid(), 'x', 'staff', $1, 'author', now() + interval '1 day') RETURNING id`,
    [parts.course],
  );
  parts.invitation = invitation!.id;
  const [provider] = await site.query<{ id: string }>(
    `INSERT INTO identity_provider (id, name, issuer, client_id, client_secret)
     VALUES (gen_random_uuid(), 'School', 'https://school.example', 'site', 'x') RETURNING id`,
  );
  parts.provider = provider!.id;
}

/** Someone whom the LMS has sent to an exercise, to one of a course without a class, and to choose content. */
async function plantVisits({ site, parts }: World): Promise<void> {
  const person = { subject: 'zoe', name: 'Zoe', email: 'zoe@lms.example' };
  const unbound = randomUUID();
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title) VALUES ($1, $2, 'course-8', 'ML')`,
    [unbound, parts.lms],
  );
  const plantVisit = async (name: string, launch: object) => {
    const [row] = await site.query<{ id: string }>(
      `INSERT INTO lti_visit (id, platform_id, browser_hash, launch, expires_at)
       VALUES (gen_random_uuid(), $1, $2, $3, now() + interval '1 hour') RETURNING id`,
      [parts.lms, linkTokenHash(browserSecret), launch],
    );
    parts[name] = row!.id;
  };
  for (const [name, context] of [
    ['open', parts.context],
    ['unbound', unbound],
  ]) {
    const linkId = randomUUID();
    await site.query(
      `INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug) VALUES ($1, $2, '1', 'exercise', 'cache-order')`,
      [linkId, context],
    );
    await plantVisit(`visit ${name}`, { kind: 'open', person, contextId: context, linkId });
  }
  await plantVisit('visit choose', {
    kind: 'choose',
    person,
    contextId: parts.context,
    deploymentId: '1',
    returnUrl: 'https://lms.example/return',
    isMany: true,
    takesColumns: true,
  });
}

/** A draft with a save, and a version that was published since. */
async function plantDraft({ who, parts, git }: World): Promise<void> {
  const access = await contentAccess({ id: who.get('admin')!.id, name: 'Admin', email: '', isAdmin: true });
  await createDraft(access, 'one');
  const seen = git('rev-parse', 'draft/one');
  const change = { draft: 'one', path: 'words.txt', seen, contents: Buffer.from('x'), message: '' };
  await saveFile(access, change);
  parts.base = seen;
  parts.commit = git('rev-parse', 'draft/one');
  const author = ['-c', 'user.name=A', '-c', 'user.email='];
  parts.main = git(...author, 'commit-tree', `${seen}^{tree}`, '-p', seen, '-m', 'x');
  git('update-ref', 'refs/heads/main', parts.main);
}
