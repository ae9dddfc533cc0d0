import 'server-only';
import { z } from 'zod';
import { db } from '../db/client.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { env } from '../platform/env.ts';
import { recogniseBrowser } from './browser.ts';
import { frameNotice } from './frame-notice.ts';
import { newLoginState } from './login-state.ts';
import { LtiRefusal } from './problems.ts';
import { refusedAs } from './refused-as.ts';
import { sentFields } from './sent-fields.ts';
import { isOwnAddress } from './target.ts';
import { toolAddresses } from './tool-addresses.ts';

const loginFields = z.object({
  iss: z.string(),
  login_hint: z.string(),
  target_link_uri: z.string(),
  client_id: z.string().optional(),
  lti_deployment_id: z.string().optional(),
  lti_message_hint: z.string().optional(),
  /** Added by the page in a frame to its own login in a new window. */
  frame: z.hex().length(64).optional(),
});
type LoginFields = z.infer<typeof loginFields>;

interface LoginPlatform {
  id: string;
  issuer: string;
  clientId: string;
  authUrl: string;
}

/** Answers a login that an LMS starts (OpenID Connect third-party initiated login). */
export async function answerLogin(request: Request): Promise<Response> {
  return refusedAs('login', async () => {
    await countUse(networkKey(request.headers), 'LMS launch');
    const parsed = loginFields.safeParse(await sentFields(request));
    if (!parsed.success) throw new LtiRefusal('not-a-launch');
    const fields = parsed.data;
    const platform = await platformOf(fields);
    if (!isOwnAddress(fields.target_link_uri)) throw new LtiRefusal('foreign-target');
    // The site cannot be framed, and cookies in frames of other sites are refused by many browsers.
    if (isInFrame(request.headers)) return frameNotice(fields, platform, isForChoosing(fields));
    const { browser, setCookie } = recogniseBrowser(request.headers);
    return new Response(null, {
      status: 303,
      headers: {
        location: authorizationAddress(
          platform,
          fields,
          newLoginState({ platformId: platform.id, frame: fields.frame }, browser),
        ),
        'set-cookie': setCookie,
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      },
    });
  });
}

async function platformOf({ iss, client_id: clientId, ...fields }: LoginFields): Promise<LoginPlatform> {
  const [platform, second] = await db().ltiPlatform.findMany({
    where: { issuer: iss, clientId },
    take: 2,
    include: { deployments: true },
  });
  if (!platform || second) throw new LtiRefusal('unknown-platform');
  const { lti_deployment_id: asked } = fields;
  if (asked !== undefined && !platform.deployments.some(({ deploymentId }) => deploymentId === asked))
    throw new LtiRefusal('unknown-deployment');
  return platform;
}

/** The address says it, because the kind of the launch is known only when the LMS answers. */
function isForChoosing({ target_link_uri: target }: LoginFields): boolean {
  return target === toolAddresses(env().SITE_URL).choose;
}

function isInFrame(headers: Headers): boolean {
  return ['iframe', 'frame', 'embed', 'object'].includes(headers.get('sec-fetch-dest') ?? '');
}

function authorizationAddress(
  { authUrl, clientId }: LoginPlatform,
  { login_hint: hint, lti_message_hint: messageHint }: LoginFields,
  { state, nonce }: { state: string; nonce: string },
): string {
  const address = new URL(authUrl);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: clientId,
    redirect_uri: toolAddresses(env().SITE_URL).launch,
    login_hint: hint,
    ...(messageHint !== undefined && { lti_message_hint: messageHint }),
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}
