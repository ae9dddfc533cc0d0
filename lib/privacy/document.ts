import { tablesOfData } from './personal-data.ts';
import { kinds, type Belonging, type Kind, type TableFacts } from './table-of-data.ts';

/** The part of docs/privacy.md that is made from the table, between these lines. */
export const generatedPart = {
  begin: '<!-- Made from lib/privacy/personal-data.ts by npm run privacy:document. -->',
  end: '<!-- End of the generated part. -->',
};

/** Replaces the generated part of the document. @throws Error if it has none */
export function withTables(document: string): string {
  const begin = document.indexOf(generatedPart.begin);
  const end = document.indexOf(generatedPart.end);
  if (begin === -1 || end < begin) throw new Error('The document has no lines around the generated part.');
  return `${document.slice(0, begin)}${generatedPart.begin}\n\n${tablesInMarkdown()}\n\n${document.slice(end)}`;
}

function tablesInMarkdown(): string {
  const personal = tablesOfData.filter(([, { belongsTo }]) => belongsTo.length > 0);
  const others = tablesOfData.filter(([, { belongsTo }]) => belongsTo.length === 0);
  const notPersonal = others.map(([name, { about }]) => `\`${name}\` (${about})`).join(', ');
  return [
    ...personal.map(([name, facts]) => tableInMarkdown(name, facts)),
    `### Tables about no person\n\n${notPersonal}.`,
  ].join('\n\n');
}

function tableInMarkdown(
  name: string,
  { about, purpose, keptFor, belongsTo, columns, exceptions = {} }: TableFacts,
): string {
  const rows = (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const names = columns[kind];
    return names ? [`| ${kind} | ${names.map(inCode).join(', ')} |`] : [];
  });
  const facts = [
    `- **A row is** ${about}.`,
    `- **Purpose:** ${purpose}.`,
    `- **Kept:** ${marked(keptFor)}.`,
    ...Object.entries(exceptions).map(
      ([column, exception]) => `- **Except** ${inCode(column)}: ${exceptionText(exception)}.`,
    ),
    ...belongsTo.map((belonging) => `- **When the person is erased:** ${erasureText(belonging)}.`),
  ];
  return [`### ${inCode(name)}`, facts.join('\n'), `| kind | columns |\n|---|---|\n${rows.join('\n')}`].join(
    '\n\n',
  );
}

function exceptionText({ purpose, keptFor }: { purpose?: string; keptFor?: string }): string {
  return [purpose, keptFor && `kept ${marked(keptFor)}`].filter((text) => text !== undefined).join('; ');
}

function erasureText({ as, column, of, isEmail, onErasure, redact = [] }: Belonging): string {
  const what = of === undefined ? '' : `, a row of ${inCode(of)}`;
  const which = `${inCode(column)}${isEmail ? ', the e-mail address' : what}`;
  const rows = as === 'subject' ? `rows about them (by ${which})` : `rows they made (by ${which})`;
  if (onErasure === 'delete') return `${rows} are deleted`;
  const redacted =
    redact.length === 0
      ? ''
      : `, and their name and e-mail address are removed from ${redact.map(inCode).join(', ')}`;
  return `${rows} stay, ${inCode(column)} is emptied${redacted}`;
}

const inCode = (text: string) => `\`${text}\``;
/** The names of settings as code. */
const marked = (text: string) => text.replaceAll(/\b[A-Z]+_[A-Z_]+\b/g, inCode);
