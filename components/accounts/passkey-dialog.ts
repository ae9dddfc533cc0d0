/** What the device of the reader said, to be checked by the site; or why there is nothing. */
export type PasskeyAnswer = { answer: unknown } | { message: string };

/** Whether this browser can make and use passkeys. */
export function knowsPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
}

/** Has the browser make a passkey, in a dialog of its own. */
export function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyAnswer> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return answerOf(navigator.credentials.create({ publicKey }), {
    NotAllowedError: 'Nothing was added: the dialog was closed, or it took too long.',
    InvalidStateError: 'Nothing was added: this device already has a passkey for this account.',
    ConstraintError: 'This device cannot make a passkey, because it cannot check a PIN, a finger or a face.',
    NotSupportedError: 'This device makes no passkeys that this site can read.',
  });
}

/** Has the browser ask for a passkey of this site, in a dialog of its own. */
export function askForPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<PasskeyAnswer> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return answerOf(navigator.credentials.get({ publicKey }), {
    NotAllowedError:
      'Not signed in: the dialog was closed, it took too long, or there was no passkey of this site to choose.',
  });
}

/** @param problems what to tell the reader, by the name of the browser's error */
async function answerOf(
  dialog: Promise<Credential | null>,
  problems: Readonly<Record<string, string>>,
): Promise<PasskeyAnswer> {
  try {
    const credential = await dialog;
    return { answer: (credential as PublicKeyCredential).toJSON() };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    const message = { ...problems, SecurityError: wrongAddress }[name];
    if (message === undefined) throw error;
    return { message };
  }
}

const wrongAddress =
  'Passkeys do not work at this address. The site needs https and a name: browsers refuse passkeys for an IP address.';
