import 'server-only';
import { type JWTPayload, errors, jwtVerify } from 'jose';
import { platformKeys } from './platform-keys.ts';
import { type LtiProblem, LtiRefusal } from './problems.ts';

/** Seconds by which the clocks of an LMS and of this site may differ. */
const TOLERANCE_SECONDS = 60;
const MAX_AGE_SECONDS = 10 * 60;

interface Issuer {
  issuer: string;
  clientId: string;
  jwksUrl: string;
}

/**
 * The claims of an id_token whose signature, issuer, audience, times and nonce are right.
 *
 * @throws LtiRefusal with the reason
 */
export async function verifiedClaims(
  idToken: string,
  { issuer, clientId, jwksUrl }: Issuer,
  nonce: string,
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(idToken, platformKeys(jwksUrl), {
    algorithms: ['RS256'],
    issuer,
    audience: clientId,
    requiredClaims: ['exp', 'iat'],
    clockTolerance: TOLERANCE_SECONDS,
    maxTokenAge: MAX_AGE_SECONDS,
  }).catch((error: unknown) => {
    throw new LtiRefusal(problemOf(error), error);
  });
  // With several audiences, the LMS has to say for which of them it made the token.
  const isOneOfSeveral = Array.isArray(payload.aud) && payload.aud.length > 1;
  if (payload.azp === undefined ? isOneOfSeveral : payload.azp !== clientId)
    throw new LtiRefusal('wrong-audience');
  if (payload.nonce !== nonce) throw new LtiRefusal('wrong-nonce');
  return payload;
}

const problemOfCode: Readonly<Record<string, LtiProblem>> = {
  [errors.JWTExpired.code]: 'expired',
  [errors.JOSEAlgNotAllowed.code]: 'signature',
  [errors.JOSENotSupported.code]: 'signature',
  [errors.JWSInvalid.code]: 'signature',
  [errors.JWTInvalid.code]: 'signature',
  [errors.JWSSignatureVerificationFailed.code]: 'signature',
  [errors.JWKSNoMatchingKey.code]: 'signature',
  [errors.JWKSMultipleMatchingKeys.code]: 'signature',
};

function problemOf(error: unknown): LtiProblem {
  if (error instanceof errors.JWTClaimValidationFailed)
    return ['iss', 'aud'].includes(error.claim) ? 'wrong-audience' : 'expired';
  // The rest is about fetching the keys.
  return (error instanceof errors.JOSEError ? problemOfCode[error.code] : undefined) ?? 'keys-unreachable';
}
