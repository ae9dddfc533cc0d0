/** A kind of secret, the cheap literal that must be there for it, and the expression that decides. */
interface SecretRule {
  id: string;
  needles: readonly string[];
  pattern: RegExp;
  /** Only in files whose path matches, such as dotenv files. */
  path?: RegExp;
  /** Only in files whose path does not: packages ship keys for their own tests. */
  notPath?: RegExp;
}

const placeholder = '(?!["\']?(?:changeme|change[-_]me|placeholder|example|dummy|your[-_]|xxx|\\*\\*\\*|<|\\$\\{))';

const rules: readonly SecretRule[] = [
  // AWS publishes keys that end in EXAMPLE in its documentation and its client libraries.
  { id: 'aws-access-key-id', needles: ['AKIA', 'ASIA'], pattern: /(?<![A-Za-z0-9/+])(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?![A-Za-z0-9/+])/ },
  { id: 'hugging-face-token', needles: ['hf_'], pattern: /(?<![A-Za-z0-9_])hf_(?!(.)\1{9})[A-Za-z0-9]{34,40}(?![A-Za-z0-9])/ },
  { id: 'wandb-api-key', needles: ['wandb', 'WANDB'], pattern: /(?:wandb[^\n]{0,40}?(?:key|login|password)|WANDB_API_KEY)["']?[ \t:=]{1,5}["']?[0-9a-f]{40}(?![0-9a-f])/i },
  { id: 'wandb-api-key', needles: ['api.wandb.ai'], pattern: /machine\s+api\.wandb\.ai\s[^]{0,80}?password\s+[0-9a-f]{40}(?![0-9a-f])/ },
  { id: 'github-token', needles: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/ },
  { id: 'github-token', needles: ['github_pat_'], pattern: /(?<![A-Za-z0-9_])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9])/ },
  { id: 'gitlab-token', needles: ['glpat-'], pattern: /(?<![A-Za-z0-9_])glpat-[A-Za-z0-9_-]{20,}/ },
  { id: 'ngc-api-key', needles: ['nvapi-'], pattern: /(?<![A-Za-z0-9_])nvapi-[A-Za-z0-9_-]{60,}/ },
  { id: 'pypi-token', needles: ['pypi-AgEIcHlwaS5vcmc'], pattern: /pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}/ },
  { id: 'kaggle-key', needles: ['"key"'], pattern: /"key"\s*:\s*"[0-9a-f]{32}"/, path: /(?:^|\/)kaggle\.json$/ },
  {
    id: 'private-key',
    needles: ['PRIVATE KEY-----'],
    pattern: /-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY-----\s[^-]{0,200}?[A-Za-z0-9+/=]{40}/,
    notPath: /(?:site|dist)-packages\/(?:[^/]+\/)*tests?\//,
  },
  {
    id: 'dotenv-secret',
    needles: ['='],
    pattern: new RegExp(`^[ \\t]*(?:export[ \\t]+)?[A-Z0-9_]{0,60}(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY)[A-Z0-9_]{0,30}[ \\t]*=[ \\t]*${placeholder}["']?[^\\s"']{8,}`, 'im'),
    path: /(?:^|\/)\.env(?:\.[^/]+)?$/,
  },
];

/** Files larger than this are data, not settings: they are not scanned. */
export const largestScannedFile = 1024 * 1024;

/** Rules that match a text file of an image. A file with a NUL among its first 8 KiB is binary and has none. */
export function secretsInFile(path: string, content: Buffer): string[] {
  if (content.length > largestScannedFile || content.subarray(0, 8192).includes(0)) return [];
  const candidates = rules.filter((rule) => rule.path?.test(path) !== false && rule.notPath?.test(path) !== true && rule.needles.some((needle) => content.includes(needle)));
  if (candidates.length === 0) return [];
  const text = content.toString('latin1');
  return unique(candidates.filter((rule) => rule.pattern.test(text)));
}

/** Rules that match a value of the configuration (environment, label, history). Rules bound to a file's path do not apply. */
export function secretsInText(text: string): string[] {
  return unique(rules.filter((rule) => rule.path === undefined && rule.pattern.test(text)));
}

function unique(found: readonly SecretRule[]): string[] {
  return [...new Set(found.map((rule) => rule.id))];
}
