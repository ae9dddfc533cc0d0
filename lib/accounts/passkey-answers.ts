import 'server-only';
import { z } from 'zod';

const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/);

const credential = {
  /** WebAuthn allows 1,023 bytes. */
  id: base64url(1_364),
  rawId: base64url(1_364),
  type: z.literal('public-key'),
  /** Nothing is asked of extensions. */
  clientExtensionResults: z.unknown().transform(() => ({})),
};
const clientDataJSON = base64url(4_000);

/** What a browser answers after making a passkey, as `PublicKeyCredential.toJSON()` returns it. */
export const newPasskeyAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON,
    attestationObject: base64url(20_000),
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});

/** What a browser answers after a passkey has signed. */
export const passkeySignature = z.object({
  ...credential,
  response: z.object({
    clientDataJSON,
    authenticatorData: base64url(4_000),
    signature: base64url(8_000),
  }),
});
