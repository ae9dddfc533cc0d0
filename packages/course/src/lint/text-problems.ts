import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import { assertedText } from './asserted-text.ts';
import { unwrittenProblems } from './lesson-shape.ts';
import { writtenTree, type LessonText } from './lesson-text.ts';
import { claimProblems, type RefusedClaims } from './refused-claims.ts';
import { spellingProblems, type Spelling } from './spelling.ts';

/** The rules for words, wherever they are. */
export interface WordRules {
  claims: RefusedClaims;
  spelling: Spelling;
}

/** Problems in a text from YAML, in which `<` and `{` have no meaning. Its lines do not match the file's. */
export function wordProblems(text: string, file: string, rules: WordRules): ContentProblem[] {
  const tree = writtenTree(text.replaceAll(/[<{]/g, ' '));
  return [...unwrittenProblems(tree, file), ...textProblems({ file, tree }, rules)].map(({ message }) => ({
    file,
    message,
  }));
}

/** Claims and words in a text that the course does not use. */
export function textProblems(
  { file, tree }: Pick<LessonText, 'file' | 'tree'>,
  { claims, spelling }: WordRules,
): ContentProblem[] {
  return [...claimProblems(assertedText(tree), file, claims), ...spellingProblems(tree, file, spelling)];
}

/** What `find` finds, by line. Content that cannot be loaded has the problems that keep it from being loaded. */
export async function problemsOf(find: () => Promise<ContentProblem[]>): Promise<ContentProblem[]> {
  try {
    return (await find()).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}
