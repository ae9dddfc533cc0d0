import { visibleText } from '@dfm/contracts/visible-text';
import { kinds, type TableFacts } from './table-of-data.ts';

/** Writes what is stored about a person, table by table and row by row. */
export interface ExportFormat {
  contentType: string;
  begin(at: Date): string;
  beginTable(name: string, facts: TableFacts): string;
  /** @param row text of a JSON object */
  row(row: string, isFirst: boolean): string;
  endTable(isEmpty: boolean): string;
  end(): string;
}

const introduction =
  'Everything that this site stores about you, table by table. Passwords and keys are named and not included. Of other people, only the names of staff who did something for you are included.';

/** One JSON object: the tables by name, each with its purpose and its rows. */
function json(): ExportFormat {
  let separator = '';
  return {
    contentType: 'application/json; charset=utf-8',
    begin: (at) =>
      `{"about":${JSON.stringify(introduction)},"madeAt":"${at.toISOString()}","kinds":${JSON.stringify(kinds)},"tables":{`,
    beginTable: (name, { about, purpose, keptFor, columns }) => {
      const facts = JSON.stringify({ about, purpose, keptFor, columns });
      const text = `${separator}\n"${name}":${facts.slice(0, -1)},"rows":[`;
      separator = ',';
      return text;
    },
    row: (row, isFirst) => `${isFirst ? '' : ','}\n${row}`,
    endTable: () => ']}',
    end: () => '}}\n',
  };
}

const style =
  'body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}dl{border-top:1px solid #888;padding-top:.5rem;display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.2rem 1rem}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}@media(prefers-color-scheme:dark){body{background:#111;color:#eee}}';

/** A page to read, which needs nothing else. */
function html(): ExportFormat {
  return {
    contentType: 'text/html; charset=utf-8',
    begin: (at) =>
      `<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Everything stored about you</title><style>${style}</style><h1>Everything stored about you</h1><p>${escaped(introduction)}</p><p>Made on ${at.toISOString()}. Empty fields are left out.</p>\n`,
    beginTable: (name, { about, purpose, keptFor }) =>
      `<h2>${escaped(name)}: ${escaped(about)}</h2><p>Why: ${escaped(purpose)}. Kept: ${escaped(keptFor)}.</p>\n`,
    row: (row) => {
      const fields = Object.entries(JSON.parse(row) as Record<string, unknown>).filter(
        ([, value]) => value !== null,
      );
      return `<dl>${fields.map(([column, value]) => `<dt>${escaped(column)}</dt><dd>${escaped(readable(value))}</dd>`).join('')}</dl>\n`;
    },
    endTable: (isEmpty) => (isEmpty ? '<p>Nothing is stored.</p>\n' : ''),
    end: () => '</html>\n',
  };
}

const readable = (value: unknown) =>
  visibleText(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const formats = { json, html };

/** The format of a name from an address; undefined if there is none. */
export function formatNamed(name: string): ExportFormat | undefined {
  return Object.hasOwn(formats, name) ? formats[name as keyof typeof formats]() : undefined;
}
