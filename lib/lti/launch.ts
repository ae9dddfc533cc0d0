import 'server-only';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type Person, personIn } from '../accounts/person.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { storable } from '../db/storable.ts';
import { isAllowed } from '../http/allowed-address.ts';
import { type LtiProblem, LtiRefusal } from './problems.ts';
import { isOwnAddress, workBehind } from './target.ts';

export const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
export const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

const TITLE_MAX = 200;
const ADDRESS_MAX = 2_000;
/** Some LMSs put a signed token into it. */
const DATA_MAX = 8_000;

/** An ID that an LMS has chosen. PostgreSQL can store it. */
const id = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => text.isWellFormed() && !text.includes('\0'));
const title = z
  .string()
  .transform((text) => storable(text).trim().slice(0, TITLE_MAX).toWellFormed())
  .catch('');
/** An address to which this site sends something. One that it may not connect to is as good as none. */
const address = z.string().max(ADDRESS_MAX).refine(isAllowed).optional().catch(undefined);

const contextClaim = z.object({ id, title });
const linkClaim = z.object({ id });
const gradesClaim = z
  .object({ scope: z.array(z.string().max(200)).max(20).catch([]), lineitem: address, lineitems: address })
  .catch({ scope: [], lineitem: undefined, lineitems: undefined });
const membersClaim = z
  .object({ context_memberships_url: address })
  .catch({ context_memberships_url: undefined });
const settingsClaim = z.object({
  deep_link_return_url: z.string().max(ADDRESS_MAX).refine(isAllowed),
  accept_types: z.array(z.string()).refine((types) => types.includes('ltiResourceLink')),
  accept_multiple: z.boolean().default(false),
  accept_lineitem: z.boolean().default(true),
  data: z.string().max(DATA_MAX).optional(),
});

interface Common {
  person: Person;
  deploymentId: string;
  context: { id: string; title: string; membershipsUrl: string | undefined };
}

/** Someone opened a link. */
export interface OpenedLink extends Common {
  kind: 'open';
  link: {
    id: string;
    work: { kind: AssignmentKind; slug: string };
    lineItemUrl: string | undefined;
    lineItemsUrl: string | undefined;
    scopes: string[];
  };
}

/** Someone wants to choose what links of the LMS lead to (deep linking). */
export interface ContentRequest extends Common {
  kind: 'choose';
  returnUrl: string;
  /** Sent back as it is. */
  data: string | undefined;
  /** Whether several links may be made at once. */
  isMany: boolean;
  /** Whether the links may have columns in the gradebook of the LMS. */
  takesColumns: boolean;
}

/**
 * What the claims of a verified id_token mean.
 *
 * @throws LtiRefusal with what is missing or wrong
 */
export async function launchIn(claims: JWTPayload): Promise<OpenedLink | ContentRequest> {
  must(z.literal('1.3.0'), claims[`${LTI}version`], 'not-lti');
  const type = must(
    z.enum(['LtiResourceLinkRequest', 'LtiDeepLinkingRequest']),
    claims[`${LTI}message_type`],
    'not-lti',
  );
  const deploymentId = must(id, claims[`${LTI}deployment_id`], 'unknown-deployment');
  const person = personIn(must(id, claims.sub, 'no-person'), claims);
  const context = must(contextClaim, claims[`${LTI}context`], 'no-context');
  const { context_memberships_url: membershipsUrl } = membersClaim.parse(claims[NRPS]);
  const common = { person, deploymentId, context: { ...context, membershipsUrl } };
  const target = claims[`${LTI}target_link_uri`];
  if (type === 'LtiDeepLinkingRequest') {
    const settings = must(settingsClaim, claims[`${DEEP_LINKING}deep_linking_settings`], 'no-return');
    if (target !== undefined) must(ownAddress, target, 'foreign-target');
    return {
      kind: 'choose',
      ...common,
      returnUrl: settings.deep_link_return_url,
      data: settings.data,
      isMany: settings.accept_multiple,
      takesColumns: settings.accept_lineitem,
    };
  }
  const link = must(linkClaim, claims[`${LTI}resource_link`], 'no-link');
  const work = await workBehind(must(ownAddress, target, 'foreign-target'), claims[`${LTI}custom`]);
  if (!work) throw new LtiRefusal('unknown-work');
  const { scope: scopes, lineitem: lineItemUrl, lineitems: lineItemsUrl } = gradesClaim.parse(claims[AGS]);
  return { kind: 'open', ...common, link: { id: link.id, work, lineItemUrl, lineItemsUrl, scopes } };
}

const ownAddress = z.string().max(ADDRESS_MAX).refine(isOwnAddress);

/** @throws LtiRefusal with the problem if the value does not match */
function must<T>(schema: z.ZodType<T>, value: unknown, problem: LtiProblem): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new LtiRefusal(problem);
  return parsed.data;
}
