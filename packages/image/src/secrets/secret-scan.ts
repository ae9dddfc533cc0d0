import { credentialRules } from './credential-rules.ts';
import type { SecretRule } from './secret-rule.ts';
import { tokenRules } from './token-rules.ts';

const rules: readonly SecretRule[] = [...tokenRules, ...credentialRules];

const ofAnyPath = rules.filter((rule) => rule.path === undefined && rule.notPath === undefined);
const ofSomePaths = rules.filter((rule) => !ofAnyPath.includes(rule));
/**
 * One pass over a text instead of one for each literal takes a third of the time, because hardly any file
 * contains one.
 */
const anyNeedle = new RegExp(
  [...new Set(ofAnyPath.flatMap((rule) => rule.needles))]
    .map((needle) => needle.replaceAll('.', String.raw`\.`))
    .join('|'),
);

/** Larger files are assumed to be data rather than settings and are not scanned. */
export const maxScannedFileBytes = 1024 * 1024;

/** Rules that match a text file of an image. A file with a NUL in its first 8 KiB is binary and matches none. */
export function secretsInFile(path: string, content: Buffer): string[] {
  if (content.length > maxScannedFileBytes || content.subarray(0, 8192).includes(0)) return [];
  const text = content.toString('latin1');
  const candidates = ofSomePaths.filter(
    (rule) => rule.path?.test(path) !== false && rule.notPath?.test(path) !== true,
  );
  if (anyNeedle.test(text)) candidates.unshift(...ofAnyPath);
  return unique(
    candidates.filter(
      (rule) => rule.needles.some((needle) => text.includes(needle)) && rule.pattern.test(text),
    ),
  );
}

/**
 * Rules that match a value of the configuration (environment, label, history). Rules for specific paths do
 * not apply.
 */
export function secretsInText(text: string): string[] {
  return unique(rules.filter((rule) => rule.path === undefined && rule.pattern.test(text)));
}

const textRules = rules
  .filter((rule) => rule.path === undefined)
  .map((rule) => new RegExp(rule.pattern.source + (rule.rest ?? ''), `${rule.pattern.flags}g`));
/** The name before a value, which is kept to show what was hidden: `NAME=`, `"name": "`, `postgresql:`. */
const nameBefore = /^["']?[A-Za-z0-9_.+]{1,60}["']?\]?[ \t]{0,5}[=:][ \t]{0,5}["']?/;

/**
 * The text with every secret that `secretsInText` finds replaced by `(hidden)`, for everything that is shown,
 * stored or logged.
 */
export function withoutSecrets(text: string): string {
  return textRules.reduce(
    (hidden, pattern) => hidden.replace(pattern, (match) => `${nameBefore.exec(match)?.[0] ?? ''}(hidden)`),
    text,
  );
}

function unique(found: readonly SecretRule[]): string[] {
  return [...new Set(found.map((rule) => rule.id))];
}
