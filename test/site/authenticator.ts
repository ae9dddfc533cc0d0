import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign as signWith } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

export interface Attestation {
  fmt: string;
  attStmt: Map<string, unknown>;
}

/** What the statement of a device is about. */
interface MadePasskey {
  rpIdHash: Buffer;
  clientDataHash: Buffer;
  credentialId: Buffer;
  /** Coordinates of the public key. */
  x: Buffer;
  y: Buffer;
}

/** What a device or a browser says that differs from the truth. */
export interface Lies {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  /** Whether a person was there, and whether their PIN, finger or face was checked. */
  flags?: { present?: boolean; verified?: boolean };
  /** ID of someone else's passkey. */
  id?: string;
  signedBy?: KeyObject;
  /** What the device says about itself, instead of nothing. */
  attestation?: Attestation | ((made: MadePasskey) => Attestation);
}

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40];
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** A device with one passkey, in software: WebAuthn level 3 with ECDSA on P-256, and the browser around it. */
export class Authenticator {
  readonly id = base64url(randomBytes(32));
  /** Signatures that it says to have made. Devices that copy their passkeys to others say 0. */
  counter = 0;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #origin: string;

  /** @param origin of the page in which the browser is */
  constructor(origin: string) {
    this.#origin = origin;
  }

  get privateKey(): KeyObject {
    return this.#keys.privateKey;
  }

  /** The answer to being asked for a new passkey. */
  create({ challenge, rp }: { challenge: string; rp: { id?: string } }, lies: Lies = {}) {
    const jwk = this.#keys.publicKey.export({ format: 'jwk' });
    const [x, y] = [Buffer.from(jwk.x!, 'base64url'), Buffer.from(jwk.y!, 'base64url')];
    const key = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(x)],
        [-3, new Uint8Array(y)],
      ]),
    );
    const id = Buffer.from(lies.id ?? this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const withKey = Buffer.concat([Buffer.alloc(16), length, id, key]);
    const clientDataJSON = this.#clientData('webauthn.create', challenge, lies);
    const made: MadePasskey = {
      rpIdHash: sha256(rp.id!),
      clientDataHash: sha256(Buffer.from(clientDataJSON, 'base64url')),
      credentialId: id,
      x,
      y,
    };
    const { attestation = { fmt: 'none', attStmt: new Map() } } = lies;
    const { fmt, attStmt } = typeof attestation === 'function' ? attestation(made) : attestation;
    const attestationObject = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', new Uint8Array(this.#authenticatorData(rp.id!, lies, withKey))],
      ]) as Parameters<typeof isoCBOR.encode>[0],
    );
    return this.#answer(lies, {
      clientDataJSON,
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    });
  }

  /** The answer to being asked for a passkey. */
  get({ challenge, rpId }: { challenge: string; rpId?: string }, lies: Lies = {}) {
    const clientDataJSON = this.#clientData('webauthn.get', challenge, lies);
    const data = this.#authenticatorData(rpId!, lies);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return this.#answer(lies, {
      clientDataJSON,
      authenticatorData: base64url(data),
      signature: base64url(signWith('sha256', signed, lies.signedBy ?? this.privateKey)),
    });
  }

  #answer<Response>({ id = this.id }: Lies, response: Response) {
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, lies: Lies): string {
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
      crossOrigin: lies.crossOrigin ?? false,
    };
    return base64url(Buffer.from(JSON.stringify(said)));
  }

  #authenticatorData(rpId: string, lies: Lies, withKey: Buffer = Buffer.alloc(0)): Buffer {
    const { present = true, verified = true } = lies.flags ?? {};
    const flags = (present ? PRESENT : 0) | (verified ? VERIFIED : 0) | (withKey.length > 0 ? WITH_KEY : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.of(flags), counter, withKey]);
  }
}
