import 'server-only';
import { bodyLimits } from '../http/body-limits.ts';
import { readBody } from '../http/read-body.ts';
import { LtiRefusal } from './problems.ts';

/**
 * The fields that an LMS sends, in the address or as a form.
 *
 * @throws LtiRefusal `not-a-launch` for a body that is no form or is too large, and if a field is there twice
 */
export async function sentFields(request: Request): Promise<Record<string, string>> {
  const fields = request.method === 'GET' ? new URL(request.url).searchParams : await postedForm(request);
  const single = Object.fromEntries(fields);
  if (Object.keys(single).length !== fields.size) throw new LtiRefusal('not-a-launch');
  return single;
}

async function postedForm(request: Request): Promise<URLSearchParams> {
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    throw new LtiRefusal('not-a-launch');
  const body = await readBody(request, bodyLimits['/api/lti/launch']).catch((error: unknown) => {
    throw new LtiRefusal('not-a-launch', error);
  });
  return new URLSearchParams(body.toString());
}
