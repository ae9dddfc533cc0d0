import type { YAMLParseError } from 'yaml';
import type { z } from 'zod';

/** What a mistake in YAML is to somebody who writes it, by the parser's code or the beginning of its message. */
const mistakes: [begins: string, words: string][] = [
  ['TAB_AS_INDENT', 'a tab at the beginning of a line: YAML is indented with spaces'],
  ['DUPLICATE_KEY', 'this key is there twice'],
  ['A block sequence', 'this item is indented otherwise than the others of its list'],
  ['All sequence items', 'this item is indented otherwise than the others of its list'],
  ['All mapping items', 'this key is indented otherwise than those beside it'],
  ['Nested mappings', 'a colon with a space begins a value: put a text that holds one in quotes'],
  ['Implicit keys need', 'this line is no `key: value`: a colon, or the space after it, is missing'],
  ['Implicit map keys need', 'this line is no `key: value`: a colon, or the space after it, is missing'],
  ['Flow sequence', 'a list that begins with [ needs its ] before the next key'],
  ['Flow map', 'what begins with { needs its } before the next key'],
];

/** Says what is wrong with a text that is no YAML; where nobody has words for it, in those of the parser. */
export function wordsOfYamlError({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): string {
  const found = mistakes.find(([begins]) => code === begins || message.startsWith(begins));
  return found?.[1] ?? message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? code;
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** Says why a schema refuses a value; undefined where its own words serve. */
export function wordsOfIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  if (input === undefined && issue.code !== 'unrecognized_keys') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `wants ${kinds[issue.expected] ?? issue.expected}, and has ${shown(input)}`;
    case 'invalid_value':
      return `has ${shown(input)}. There are ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `wants at least ${issue.minimum}, and has ${lengthOf(input)}`
        : issue.origin === 'string' && issue.minimum === 1
          ? 'is empty'
          : `is ${shown(input)}, and wants ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `has ${lengthOf(input)}, and may have ${issue.maximum}`
        : `is ${shown(input)}, and wants ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'date'
        ? `is ${shown(input)}, and wants a date such as 2026-11-21`
        : issue.format === 'url'
          ? `is ${shown(input)}, and wants an address such as https://example.org/page`
          : undefined;
    default:
      return undefined;
  }
}

function shown(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  return typeof input === 'object' ? 'keys with values' : `“${String(input)}”`;
}

function lengthOf(input: unknown): number {
  return Array.isArray(input) || typeof input === 'string' ? input.length : 0;
}
