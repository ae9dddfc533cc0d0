/** Names that BuildKit's SecretsUsedInArgOrEnv reports (frontend/dockerfile/dockerfile2llb/validations.go). */
const secretName = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|psw|secret|token)(?:_|$)/iu;
/** Compound names such as PGPASSWORD and clientSecret, also plural and numbered. */
const inOneWord =
  /(?:passwords?|passwd|passphrase|secrets?|secretkey|privatekey|accesskey|api_?keys?|[a-z]token)\d{0,9}(?:_|$)/iu;
/** Names of something public, or of the location of a secret. */
const publicName = /(?:_|^)(?:public|file|path|dir|version)(?:_|$)/iu;
/** The official Python images publish the fingerprint of the release manager's public key under this name. */
const pythonReleaseKey = 'GPG_KEY';
/** With these names, even a number is a secret. */
const passwordName = /passw|pword|passphrase|psw|secret|credential/iu;

/** Whether the name of a variable indicates a secret. */
export function namesSecret(name: string): boolean {
  return (
    (secretName.test(name) || inOneWord.test(name)) && !publicName.test(name) && name !== pythonReleaseKey
  );
}

/** Placeholders from templates and documentation. */
const placeholder =
  /^["']?(?:change[-_]?me|placeholder|example|dummy|fake|test|your[-_]|xxx|\*\*\*|<|\$|\{|(.)\1+["']?$)/iu;

/** Whether a value can be a real secret: at least 8 characters, and not a placeholder. */
export function canBeSecret(value: string): boolean {
  return value.length >= 8 && !placeholder.test(value);
}

/**
 * Whether the value of such a variable is a switch, a short number as in MAX_TOKEN=512, a path or a URL, and
 * therefore not a secret.
 */
export function isHarmless(name: string, value: string): boolean {
  if (/^(?:true|false|yes|no|on|off)$/iu.test(value)) return true;
  if (/^\/(?:app|etc|home|mnt|opt|root|run|secrets|srv|tmp|usr|var)\/[\w./-]*$/u.test(value)) return true;
  return /^https?:\/\/[^@\s]*$/u.test(value) || (/^\d{1,6}$/u.test(value) && !passwordName.test(name));
}
