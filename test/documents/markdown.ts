import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** The text of a document. @param path from the root of the repository */
export const readDocument = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A document without blocks of code, whose lines may look like headings or links. */
const withoutCode = (markdown: string) => markdown.replaceAll(/^( *)(```+|~~~+)[^]*?^\1\2$/gm, '');

/** The headings of a document, without their marks. */
export const headingsOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => heading!);

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of headingsOf(markdown)) {
    const base = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let anchor = base;
    for (let repeated = 1; anchors.has(anchor); repeated += 1) anchor = `${base}-${repeated}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The targets of a document's links and pictures. */
export const linksOf = (markdown: string): string[] =>
  [
    ...withoutCode(markdown)
      .replaceAll(/`[^`]*`/g, '')
      .matchAll(/\]\(([^()\s]+)\)/g),
  ].map(([, target]) => target!);

/** A section of a document up to the next heading, without its own. */
export function sectionOf(markdown: string, heading: string): string {
  const [, section] = markdown.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`there is no heading ${heading}`);
  return section.split(/^#/m)[0]!;
}

/** The entries of lists, such as "- `NAME` (3): meaning", each on one line. */
export const entriesOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^- (`[^]*?)(?=\n\S|\n\n|\n*$(?![^]))/gm)].map(([, entry]) =>
    entry!.replaceAll(/\s+/g, ' '),
  );
