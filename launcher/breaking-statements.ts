/**
 * The previous version of the site has to work with a migrated database, until the update is complete and if
 * it is undone. So a migration adds what the new version uses (expand), and one of a later version removes
 * what is no longer used (contract).
 */

/** A comment above a statement that removes something: why the previous version does not use it. */
const CONTRACT = /^-- contract: \S.{9,}$/m;

const REMOVES = 'the previous version still uses it';
const REFUSES = 'rows that the previous version writes may be refused';
/** Of statements, and of the parts of ALTER TABLE, as `statementsOf` returns them. */
const BREAKING: readonly [RegExp, string][] = [
  [/^DROP (TABLE|TYPE|VIEW|SCHEMA)\b|^DROP COLUMN\b/, REMOVES],
  [/^RENAME\b|^ALTER TYPE \S+ RENAME\b/, REMOVES],
  [/^ALTER COLUMN \S+ (SET DATA )?TYPE\b/, 'the previous version expects the old type'],
  [/^ALTER COLUMN \S+ (SET NOT NULL|DROP DEFAULT)\b/, REFUSES],
  [/^ADD COLUMN (?!.* (DEFAULT|GENERATED) ).* NOT NULL\b/, REFUSES],
];
const CONSTRAINT = /^ADD (CONSTRAINT|UNIQUE|CHECK|PRIMARY|FOREIGN|EXCLUDE)\b|^CREATE UNIQUE INDEX\b/;

/** Each migration is one transaction: these statements would end it, or cannot be in one. */
const NOT_IN_TRANSACTION =
  /^(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|VACUUM|ALTER SYSTEM|(CREATE|DROP) DATABASE)\b|^\w+ (UNIQUE )?INDEX CONCURRENTLY\b|^REINDEX\b/;

const TABLE =
  /^(CREATE|ALTER) TABLE (?:IF (?:NOT )?EXISTS )?(?:ONLY )?(\S+)|^CREATE UNIQUE INDEX .*? ON (\S+?)\(/;

/**
 * Statements of a migration that break the previous version of the site, or the migration's own transaction.
 * Not found: rows that the new version writes and the previous one cannot read.
 *
 * @returns a line for each
 */
export function breakingStatements(sql: string): string[] {
  const created = new Set<string>();
  const added: string[] = [];
  return statementsOf(sql).flatMap(({ text, comments }) => {
    if (NOT_IN_TRANSACTION.test(text)) return [`${text}: a migration is one transaction`];
    const [, verb, named, indexed] = TABLE.exec(text) ?? [];
    const table = named ?? indexed;
    if (table && verb === 'CREATE') created.add(table);
    if ((table && created.has(table)) || CONTRACT.test(comments)) return [];
    return partsOf(text).flatMap((part) => {
      const [, column] = /^ADD COLUMN (?:IF NOT EXISTS )?(\S+)/.exec(part) ?? [];
      if (column) added.push(column);
      const constrains = CONSTRAINT.test(part) && !added.some((name) => part.includes(name));
      const why = constrains ? REFUSES : BREAKING.find(([pattern]) => pattern.test(part))?.[1];
      return why === undefined ? [] : [`${verb === 'ALTER' ? `${table} ` : ''}${part}: ${why}`];
    });
  });
}

interface Statement {
  /** Keywords in capital letters, single spaces, and no text in quotes. */
  text: string;
  /** Those in and above it. */
  comments: string;
}

const TOKEN = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$|"[^"]*"|[^]/g;

function statementsOf(sql: string): Statement[] {
  const statements = [{ text: '', comments: '' }];
  for (const [token] of sql.matchAll(TOKEN)) {
    const statement = statements.at(-1)!;
    if (token === ';') statements.push({ text: '', comments: '' });
    else if (/^(--|\/\*)/.test(token)) statement.comments += `${token}\n`;
    else if (/^['$]./.test(token)) statement.text += "''";
    else statement.text += token.startsWith('"') ? token : token.toUpperCase();
  }
  return statements
    .map(({ text, comments }) => ({ text: text.replaceAll(/\s+/g, ' ').trim(), comments }))
    .filter(({ text }) => text !== '');
}

/** The parts of an ALTER TABLE, which are separated by commas; other statements as they are. */
function partsOf(text: string): string[] {
  const [begin] = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?\S+ /.exec(text) ?? [];
  if (begin === undefined) return [text];
  let depth = 0;
  const separated = [...text.slice(begin.length)].map((character) => {
    if ('([)]'.includes(character)) depth += '(['.includes(character) ? 1 : -1;
    return character === ',' && depth === 0 ? '\n' : character;
  });
  return separated
    .join('')
    .split('\n')
    .map((part) => part.trim());
}
