import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentProblem } from '@dfm/course/exercises';
import dictionary from 'dictionary-en';
import type { Nodes } from 'mdast';
import nspell from 'nspell';
import { titlesOf } from './written-words.ts';

/** Whether a word is spelled correctly. */
export type Spelling = (word: string) => boolean;

/** The newest words and the spelling with them. Reading the dictionary takes half of the time of a check. */
let newest: { words: string; spelling: Spelling } | undefined;

/** English, and the words in `content/words.txt`: one per line, as written within a sentence. */
export async function readSpelling(contentRoot: string): Promise<Spelling> {
  const words = await readFile(join(contentRoot, 'words.txt'), 'utf8');
  if (newest?.words !== words) newest = { words, spelling: spellingWith(words) };
  return newest.spelling;
}

function spellingWith(words: string): Spelling {
  const speller = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic));
  for (const word of words.split('\n')) if (word !== '') speller.add(word);
  return (word) => speller.correct(word);
}

/**
 * Reports unknown words in a text. Ignores code and everything that is not a word: file names, addresses,
 * abbreviations.
 */
export function spellingProblems(tree: Nodes, file: string, spelling: Spelling): ContentProblem[] {
  return textNodes(tree).flatMap(({ value, line }) =>
    value.split('\n').flatMap((text, index) =>
      unknownWords(text, spelling).map((word): ContentProblem => ({
        file,
        line: line + index,
        message: `“${word}” is not in the dictionary. If it is correct, add it to content/words.txt`,
      })),
    ),
  );
}

/** The unknown words in a line. */
export function unknownWords(text: string, spelling: Spelling): string[] {
  const chunks = text
    .split(/\s+|[—–…·]/)
    .map((chunk) => chunk.replaceAll(/^[^\p{L}\d./~$@<-]+|[^\p{L}\d/>]+$/gu, ''));
  return chunks
    .filter((chunk) => chunk !== '' && !/[\d_./@=:\\~$<>{}()[\]#&+*]/.test(chunk))
    .flatMap((chunk) => (spelling(plain(chunk)) ? [] : chunk.split('-')))
    .map((word) => plain(word).replace(/'s?$/, ''))
    .filter((word) => word.length > 1 && !/.\p{Lu}/u.test(word) && !spelling(word));
}

/** With the apostrophe that the dictionary uses. */
function plain(word: string): string {
  return word.replaceAll('’', "'");
}

function textNodes(node: Nodes): { value: string; line: number }[] {
  if (node.type === 'text') return [{ value: node.value, line: node.position?.start.line ?? 1 }];
  const line = node.position?.start.line ?? 1;
  const titles = titlesOf(node).map((value) => ({ value, line }));
  return [...titles, ...('children' in node ? node.children.flatMap((child) => textNodes(child)) : [])];
}
