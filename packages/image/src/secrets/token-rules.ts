import type { SecretRule } from './secret-rule.ts';

/** Rules that find tokens in any text, by their prefix or by the name of the service next to them. */
export const tokenRules: readonly SecretRule[] = [
  // The documentation and client libraries of AWS contain keys that end in EXAMPLE.
  {
    id: 'aws-access-key-id',
    needles: ['AKIA', 'ASIA'],
    pattern: /(?<![A-Za-z0-9/+])(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)(?!(.)\1{9})[A-Z0-9]{16}(?![A-Za-z0-9/+])/,
  },
  {
    id: 'aws-secret-access-key',
    needles: ['secret_access_key', 'SECRET_ACCESS_KEY', 'SecretAccessKey', 'secretAccessKey'],
    pattern:
      /secret_?access_?key["']?[ \t]{0,5}[:=][ \t]{0,5}["']?(?![A-Za-z0-9/+]{0,33}EXAMPLE)(?!(.)\1{9})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  },
  {
    id: 'hugging-face-token',
    needles: ['hf_'],
    pattern: /(?<![A-Za-z0-9_])hf_(?!(.)\1{9})[A-Za-z0-9]{34,40}(?![A-Za-z0-9_])/,
  },
  {
    id: 'hugging-face-token',
    needles: ['api_org_'],
    pattern: /(?<![A-Za-z0-9_])api_org_(?!(.)\1{9})[A-Za-z0-9]{34,40}(?![A-Za-z0-9_])/,
  },
  {
    id: 'wandb-api-key',
    needles: ['wandb', 'WANDB'],
    pattern:
      /(?:wandb[^\n]{0,40}?(?:key|login|password)|WANDB_API_KEY)["']?[ \t:=]{1,5}["']?(?!(.)\1{9})[0-9a-f]{40}(?![0-9a-f])/i,
  },
  {
    id: 'wandb-api-key',
    needles: ['api.wandb.ai'],
    pattern: /machine\s+api\.wandb\.ai\s[^]{0,80}?password\s+(?!(.)\1{9})[0-9a-f]{40}(?![0-9a-f])/,
  },
  {
    id: 'ngc-api-key',
    needles: ['nvapi-'],
    pattern: /(?<![A-Za-z0-9_-])nvapi-(?!(.)\1{9})[A-Za-z0-9_-]{60,}/,
  },
  // Older keys, from before the prefix was introduced, are plain base64.
  {
    id: 'ngc-api-key',
    needles: ['NGC_API_KEY', 'NGC_CLI_API_KEY'],
    pattern:
      /NGC_(?:CLI_)?API_KEY["']?[ \t]{0,5}[:=][ \t]{0,5}["']?(?!nvapi-)(?!(.)\1{9})[A-Za-z0-9+/_-]{60,}/,
  },
  {
    id: 'kaggle-key',
    needles: ['KAGGLE_KEY'],
    pattern: /KAGGLE_KEY["']?\]?[ \t]{0,5}[:=][ \t]{0,5}["']?(?!(.)\1{9})[0-9a-f]{32}(?![0-9a-f])/,
  },
  {
    id: 'kaggle-key',
    needles: ['"username"'],
    pattern:
      /"username"\s{0,20}:\s{0,20}"[^"\n]{1,80}"\s{0,20},\s{0,20}"key"\s{0,20}:\s{0,20}"(?!(.)\1{9})[0-9a-f]{32}"/,
  },
  {
    id: 'openai-key',
    needles: ['sk-'],
    pattern: /(?<![A-Za-z0-9_-])sk-(?:proj|svcacct|admin)-(?!(.)\1{9})[A-Za-z0-9_-]{40,}/,
  },
  {
    id: 'openai-key',
    needles: ['sk-'],
    pattern: /(?<![A-Za-z0-9_-])sk-(?!(.)\1{9})(?=[A-Za-z]{0,47}[0-9])[A-Za-z0-9]{48}(?![A-Za-z0-9_-])/,
  },
  {
    id: 'anthropic-key',
    needles: ['sk-'],
    pattern: /(?<![A-Za-z0-9_-])sk-ant-[a-z]{3,8}[0-9]{2}-(?!(.)\1{9})[A-Za-z0-9_-]{80,}/,
  },
  {
    id: 'github-token',
    needles: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /(?<![A-Za-z0-9_])gh[pousr]_(?!(.)\1{9})[A-Za-z0-9]{36}(?![A-Za-z0-9_])/,
  },
  {
    id: 'github-token',
    needles: ['github_pat_'],
    pattern: /(?<![A-Za-z0-9_])github_pat_(?!(.)\1{9})[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])/,
  },
  {
    id: 'gitlab-token',
    needles: ['glpat-'],
    pattern: /(?<![A-Za-z0-9_-])glpat-(?!(.)\1{9})[A-Za-z0-9_-]{20,}/,
  },
  // Every such token begins with the domain of its index, PyPI or TestPyPI. The prefix is the base64 of it.
  {
    id: 'pypi-token',
    needles: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZw'],
    pattern:
      /(?<![A-Za-z0-9_-])pypi-(?:AgEIcHlwaS5vcmc|AgENdGVzdC5weXBpLm9yZw)(?!(.)\1{9})[A-Za-z0-9_-]{50,}/,
  },
  {
    id: 'npm-token',
    needles: ['npm_'],
    pattern: /(?<![A-Za-z0-9_])npm_(?!(.)\1{9})(?=[A-Za-z]{0,35}[0-9])[A-Za-z0-9]{36}(?![A-Za-z0-9_])/,
  },
  {
    id: 'docker-token',
    needles: ['dckr_pat_'],
    pattern: /(?<![A-Za-z0-9_])dckr_pat_(?!(.)\1{9})[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/,
  },
  {
    id: 'slack-token',
    needles: ['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'],
    pattern:
      /(?<![A-Za-z0-9_-])xox[abeoprs]-(?=[A-Za-z-]{0,200}[0-9]{6})[A-Za-z0-9]{1,60}-[A-Za-z0-9-]{16,200}(?![A-Za-z0-9-])/,
  },
  {
    id: 'slack-token',
    needles: ['xapp-'],
    pattern: /(?<![A-Za-z0-9_-])xapp-[0-9]-A[A-Z0-9]{8,12}-[0-9]{9,14}-[A-Za-z0-9]{32,128}(?![A-Za-z0-9-])/,
  },
  {
    id: 'slack-token',
    needles: ['hooks.slack.com/services/T'],
    pattern:
      /hooks\.slack\.com\/services\/T(?!(.)\1{6})[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/(?!(.)\2{9})[A-Za-z0-9]{24}(?![A-Za-z0-9])/,
  },
];
