import 'server-only';
import type { IncomingMessage } from 'node:http';
import { learnerOf } from '../auth/session.ts';
import { type Content, content, installedFolder, published, withContent } from '../content/content-root.ts';
import { contentOf, contentOfVersion } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import type { RequestScope } from '../http/request-scope.ts';
import { log } from '../platform/log.ts';
import { contentOfCohort } from './content-of-cohort.ts';

/** Addresses below which everything shows one class, whose ID is the next part. */
const ofCohort = /^\/(?:teach|classes|api\/v1\/classes)\/([0-9a-f-]{36})(?:[/?]|$)/;
/** Addresses that show one run. */
const ofRun = /^\/(?:runs|api\/runs)\/([0-9a-f-]{36})(?:[/?]|$)/;
/** Addresses that show nothing of the course. */
const withoutContent = /^\/(?:_next|healthz|readyz|metrics)(?:\/|$)/;

/**
 * Lets a request see the version of the course that its sender learns with: a page of a class that of the
 * class, a run that with which it was graded, and everything else that of the class that the learner joined
 * last. Without a class that stays at a version, it is the newest. Decides nothing about who may see what.
 */
export const inContentOfRequest: RequestScope = async (request, handle) => {
  const chosen = await contentOfRequest(request).catch((error: unknown) => {
    log.error({ err: error, path: request.url }, 'cannot find the version of the course for a request');
    return undefined;
  });
  const shown = chosen ?? content();
  await withContent(shown, () => handle(shown.folder !== installedFolder()));
};

/** @returns undefined for the newest */
async function contentOfRequest({ url = '/', headers }: IncomingMessage): Promise<Content | undefined> {
  // No one has published anything, so there is only one version.
  if (published().newest === undefined || withoutContent.test(url)) return undefined;
  const [, cohortId] = ofCohort.exec(url) ?? [];
  if (cohortId !== undefined) return contentOfCohort(cohortId);
  const [, runId] = ofRun.exec(url) ?? [];
  if (runId !== undefined && isId(runId)) {
    const run = await db().run.findUnique({ where: { id: runId }, select: { content: true } });
    if (run) return contentOf(run.content);
  }
  if (headers.cookie === undefined) return undefined;
  const learner = await learnerOf(new Headers({ cookie: headers.cookie }));
  return learner === null ? undefined : contentOfLearner(learner.id);
}

async function contentOfLearner(learnerId: string): Promise<Content | undefined> {
  const newest = await db().cohortMember.findFirst({
    where: { learnerId, cohort: { contentVersion: { not: null } } },
    orderBy: { joinedAt: 'desc' },
    select: { cohort: { select: { contentVersion: true } } },
  });
  const version = newest?.cohort.contentVersion;
  return version == null ? undefined : contentOfVersion(version);
}
