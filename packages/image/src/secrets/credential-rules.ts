import { noPlaceholder } from './secret-rule.ts';
import type { SecretRule } from './secret-rule.ts';

/** The documentation and tests of packages contain URLs and keys that are not valid, or are public. */
export const installedPackage = /(?:^|\/)(?:(?:site|dist)-packages|node_modules)\/|^usr\/(?:share|lib)\//;

/** Words that are used as the entire password in examples, as in user:password@localhost. */
const wordForPassword = String.raw`(?!(?:my|the)?[-_]?(?:pass|passw(?:or)?d|pwd|pw|secret|tiger|postgres|mysql|mongo|mongodb|redis|guest|user|root|admin|test|token|local|dev)@)`;

/** The lines of a PEM body, including in JSON, where line breaks are escaped. */
const pemBody = String.raw`(?:[A-Za-z0-9+/=\s]|\\n)*`;

/** Rules that find keys and passwords by their container: a file with a known name, a PEM block, a URL. */
export const credentialRules: readonly SecretRule[] = [
  {
    id: 'private-key',
    needles: ['PRIVATE KEY-----', 'PRIVATE KEY BLOCK-----'],
    pattern: /-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----\s[^-]{0,200}?[A-Za-z0-9+/=]{40}/,
    notPath: /(?:site|dist)-packages\/(?:[^/]+\/)*tests?\//,
    rest: pemBody,
  },
  // In JSON, the line breaks of the key are escaped as \n, so the rule above does not match.
  {
    id: 'gcp-service-account',
    needles: ['"private_key"'],
    pattern:
      /"private_key"\s{0,20}:\s{0,20}"-----BEGIN (?:RSA )?PRIVATE KEY-----\\n(?!(.)\1{9})[A-Za-z0-9+/=]{40}/,
    notPath: /(?:site|dist)-packages\/(?:[^/]+\/)*tests?\//,
    rest: pemBody,
  },
  {
    id: 'kaggle-key',
    needles: ['"key"'],
    pattern: /"key"\s{0,20}:\s{0,20}"(?!(.)\1{9})[0-9a-f]{32}"/,
    path: /(?:^|\/)kaggle\.json$/,
  },
  {
    id: 'ngc-api-key',
    needles: ['apikey'],
    pattern: /^[ \t]{0,8}apikey[ \t]{0,8}=[ \t]{0,8}(?!nvapi-)(?!(.)\1{9})[A-Za-z0-9+/_-]{60,}/m,
    path: /(?:^|\/)\.ngc\/config$/,
  },
  // There is a separate rule for the machine api.wandb.ai.
  {
    id: 'netrc-password',
    needles: ['password'],
    pattern: new RegExp(
      String.raw`(?:^|\s)(?:default|machine\s{1,20}(?!api\.wandb\.ai\s)[^\s]{1,255})(?:\s{1,20}(?:login|account)\s{1,20}[^\s]{1,255}){0,2}\s{1,20}password\s{1,20}${noPlaceholder}(?!(?:password|secret)(?:\s|$))[^\s]{4,}`,
    ),
    path: /(?:^|\/)[._]netrc$/,
  },
  {
    id: 'pypirc-password',
    needles: ['password'],
    pattern: new RegExp(
      String.raw`^[ \t]{0,8}password[ \t]{0,8}[:=][ \t]{0,8}(?!pypi-)${noPlaceholder}(?!(?:password|secret)\s*$)[^\s]{4,}`,
      'm',
    ),
    path: /(?:^|\/)\.pypirc$/,
  },
  {
    id: 'docker-config-auth',
    needles: ['"auth"', '"identitytoken"'],
    pattern: /"(?:auth|identitytoken)"\s{0,20}:\s{0,20}"(?!(.)\1{9})[A-Za-z0-9+/._-]{12,}={0,2}"/,
    path: /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson)$/,
  },
  {
    id: 'npm-token',
    needles: ['_auth', '_password'],
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9])_(?:authToken|auth|password)[ \t]{0,8}=[ \t]{0,8}(?!["']?npm_)${noPlaceholder}["']?[A-Za-z0-9+/_.=-]{12,}`,
    ),
    path: /(?:^|\/)\.?npmrc$/,
  },
  {
    id: 'dotenv-secret',
    needles: ['='],
    pattern: new RegExp(
      String.raw`^[ \t]*(?:export[ \t]+)?[A-Z0-9_]{0,60}(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY)[A-Z0-9_]{0,30}[ \t]*=[ \t]*(?!["']?(?:changeme|change[-_]me|placeholder|example|dummy|your[-_]|xxx|\*\*\*|<|\$\{))["']?[^\s"']{8,}`,
      'im',
    ),
    path: /(?:^|\/)\.env(?:\.[^/]+)?$/,
  },
  {
    id: 'database-url',
    needles: ['://'],
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9+])(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle|mongodb|rediss?|amqps?|clickhouse)(?:\+[a-z0-9_]{1,20})?://[^\s:/@"'<>{}$]{0,64}:${noPlaceholder}${wordForPassword}[^\s:/@"'<>{}$\\]{4,128}@[A-Za-z0-9_.-]{1,255}`,
      'i',
    ),
    notPath: installedPackage,
  },
];
