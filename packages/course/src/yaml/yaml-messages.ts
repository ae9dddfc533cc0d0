import type { YAMLParseError } from 'yaml';
import type { z } from 'zod';

/** Messages for authors about mistakes in YAML, by the parser's code or the start of its message. */
const mistakes: [start: string, message: string][] = [
  ['TAB_AS_INDENT', 'tab at the start of a line: indent YAML with spaces'],
  ['DUPLICATE_KEY', 'this key appears twice'],
  ['A block sequence', 'this item is not indented like the others in its list'],
  ['All sequence items', 'this item is not indented like the others in its list'],
  ['All mapping items', 'this key is not indented like those next to it'],
  ['Nested mappings', 'a colon followed by a space starts a value: put text that contains one in quotes'],
  ['Implicit keys need', 'this line is not `key: value`: a colon, or the space after it, is missing'],
  ['Implicit map keys need', 'this line is not `key: value`: a colon, or the space after it, is missing'],
  ['Flow sequence', 'a list that starts with [ needs its ] before the next key'],
  ['Flow map', 'keys that start with { need their } before the next key'],
];

/** Describes a YAML error, with the parser's own message if there is no better one. */
export function yamlErrorMessage({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): string {
  const found = mistakes.find(([start]) => code === start || message.startsWith(start));
  return found?.[1] ?? message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? code;
}

/** Describes a key that a schema does not have. */
export function unknownKeyMessage({
  meant,
  afterComma,
}: {
  /** The key that was probably meant. */
  meant: string | undefined;
  /** Whether it is the rest of a text between braces, which a comma has ended. */
  afterComma: boolean;
}): string {
  if (afterComma)
    return 'unknown key: a comma ends a value inside { }, so put text that contains a comma in quotes';
  return meant === undefined ? 'unknown key' : `unknown key; did you mean ${meant}?`;
}

const anyOf = new Intl.ListFormat('en', { type: 'disjunction' });

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** Describes why a value does not match a schema; undefined to use the schema's own message. */
export function issueMessage(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  if (input === undefined && issue.code !== 'unrecognized_keys') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}, but is ${shown(input)}`;
    case 'invalid_value':
      return `is ${shown(input)}, but must be ${anyOf.format(issue.values.map(String))}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `needs at least ${issue.minimum} entries, but has ${lengthOf(input)}`
        : issue.origin === 'string' && issue.minimum === 1
          ? 'is empty'
          : `is ${shown(input)}, but must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `has ${lengthOf(input)} ${issue.origin === 'array' ? 'entries' : 'characters'}, but the limit is ${issue.maximum}`
        : `is ${shown(input)}, but must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date'
        ? `is ${shown(input)}, but must be a date such as 2026-11-21`
        : issue.format === 'url'
          ? `is ${shown(input)}, but must be an address such as https://example.org/page`
          : undefined;
    default:
      return undefined;
  }
}

function shown(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' ? 'keys with values' : `“${String(input)}”`;
}

function lengthOf(input: unknown): number {
  return Array.isArray(input) || typeof input === 'string' ? input.length : 0;
}
