import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentProblem } from '@dfm/course/exercises';
import dictionary from 'dictionary-en';
import type { Nodes } from 'mdast';
import nspell from 'nspell';
import { titlesOf } from './written-words.ts';

/** Whether a word is spelled rightly. */
export type Spelling = (word: string) => boolean;

/** English, and the words of `content/words.txt`: one a line, as it is written within a sentence. */
export async function readSpelling(contentRoot: string): Promise<Spelling> {
  const speller = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic));
  for (const word of (await readFile(join(contentRoot, 'words.txt'), 'utf8')).split('\n'))
    if (word !== '') speller.add(word);
  return (word) => speller.correct(word);
}

/**
 * Says which words of a text are not known. Code is not looked at, nor what is no word: names of files,
 * addresses, abbreviations.
 */
export function spellingProblems(tree: Nodes, file: string, spelling: Spelling): ContentProblem[] {
  return textNodes(tree).flatMap(({ value, line }) =>
    value.split('\n').flatMap((text, index) =>
      unknownWords(text, spelling).map((word): ContentProblem => ({
        file,
        line: line + index,
        message: `“${word}” is not known. If it is right, add it to content/words.txt`,
      })),
    ),
  );
}

/** Words of a line that are not known. */
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

/** With the apostrophe that dictionaries have. */
function plain(word: string): string {
  return word.replaceAll('’', "'");
}

function textNodes(node: Nodes): { value: string; line: number }[] {
  if (node.type === 'text') return [{ value: node.value, line: node.position?.start.line ?? 1 }];
  const line = node.position?.start.line ?? 1;
  const titles = titlesOf(node).map((value) => ({ value, line }));
  return [...titles, ...('children' in node ? node.children.flatMap((child) => textNodes(child)) : [])];
}
