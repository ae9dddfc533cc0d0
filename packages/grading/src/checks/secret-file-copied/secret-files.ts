import { isHarmless, namesSecret } from '../../secrets/secret-names.ts';

interface SecretFile {
  what: string;
  /** Pattern for the path, in lower case and without a leading slash. */
  path: RegExp;
  /** Whether the content contains a secret. If absent, any content counts. */
  content?: (text: string) => boolean;
}

const contains = (pattern: RegExp) => (text: string) => pattern.test(text);
const privateKey = contains(/PRIVATE KEY/u);

/** Files whose purpose is to hold a secret, by the names that programs give them. */
const secretFiles: readonly SecretFile[] = [
  {
    what: 'environment file',
    path: /(?:^|\/)\.env(?:\.(?!(?:example|sample|template|tmpl|dist|defaults?|schema|test|ci)$)[^/]+)?$/u,
    content: setsSecret,
  },
  {
    what: 'private SSH key',
    path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.ppk$|(?:^|\/)ssh_host_\w+_key$/u,
  },
  { what: 'Kaggle key', path: /(?:^|\/)kaggle\.json$/u },
  {
    what: 'password file',
    path: /(?:^|\/)(?:[._]netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd|\.vault-token)$/u,
  },
  { what: 'package index password', path: /(?:^|\/)\.pypirc$/u, content: contains(/password|token/iu) },
  { what: 'package registry token', path: /(?:^|\/)\.npmrc$/u, content: contains(/_auth|_password/u) },
  {
    what: 'registry login',
    path: /(?:^|\/)(?:\.dockercfg|\.docker\/config\.json)$/u,
    content: contains(/"auth"|"identitytoken"|credsStore/u),
  },
  {
    what: 'cloud credentials',
    path: /(?:^|\/)(?:\.aws\/credentials|application_default_credentials\.json|\.boto|\.s3cfg|client_secrets?[\w.-]*\.json|(?:[\w.-]*[_-])?service[_-]?account[\w.-]*\.json|gcp[_-]?(?:key|credentials|creds)\.json|credentials\.json)$/u,
  },
  { what: 'cluster credentials', path: /(?:^|\/)(?:\.kube\/config|kubeconfig)$/u },
  { what: 'model hub token', path: /(?:^|\/)\.(?:cache\/)?huggingface\/(?:token|stored_tokens)$/u },
  { what: 'secrets file', path: /(?:^|\/)secrets?\.(?:env|json|ya?ml|toml|ini|txt)$/u },
  { what: 'key store', path: /\.(?:p12|pfx|jks|keystore|kdbx)$/u },
  {
    what: 'private key',
    path: /(?:^|\/)(?:(?!(?:[\w.-]*(?:pub|gpg|apt|repo|archive|release|signing))[\w.-]*\.key$)[\w.-]+\.key|(?:[\w.-]*[._-])?(?:key|privkey|private(?:[_-]?key)?)\.pem)$/u,
    content: privateKey,
  },
  { what: 'credentials folder', path: /(?:^|\/)\.(?:ssh|aws|gnupg|kube)$/u },
];

/**
 * Installed packages contain examples and tests with such names, and a system contains public keys and
 * certificates.
 */
const ofPackages =
  /(?:^|\/)(?:(?:site|dist)-packages|node_modules)\/|^(?:usr\/(?:share|lib)|etc\/ssl|etc\/apt)\//u;

/** Longer paths are not matched, because the patterns above do not take linear time. */
const maxPath = 512;

/**
 * The kind of secret that the name of a path indicates; undefined for any other path.
 *
 * @param text its content, if known. Without a secret in the content, the result is undefined
 */
export function secretFileKind(path: string, text?: string): string | undefined {
  const plain = path
    .replace(/^(?:\.?\/)+/u, '')
    .replace(/\/+$/u, '')
    .toLowerCase();
  if (plain.length > maxPath || ofPackages.test(plain)) return undefined;
  const found = secretFiles.find((file) => file.path.test(plain));
  return found === undefined || (text !== undefined && found.content?.(text) === false)
    ? undefined
    : found.what;
}

/** Whether an environment file sets a variable whose name indicates a secret. */
function setsSecret(text: string): boolean {
  return text.split('\n').some((line) => {
    const equals = line.indexOf('=');
    const name = line
      .slice(0, Math.max(0, equals))
      .replace(/^\s*(?:export\s)?/u, '')
      .trim();
    const value = line
      .slice(equals + 1)
      .trim()
      .replaceAll(/^["']|["']$/gu, '');
    return (
      equals > 0 &&
      name.length < 200 &&
      !name.startsWith('#') &&
      namesSecret(name) &&
      value !== '' &&
      !isHarmless(name, value)
    );
  });
}
