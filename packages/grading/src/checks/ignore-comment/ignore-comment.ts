import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { ignoreComments } from '@dfm/dockerfile/syntax/ignore-comments';
import type { IgnoreComment } from '@dfm/dockerfile/syntax/ignore-comments';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

/**
 * @param knownIds returns the ids of all checks. A function, because the registry that contains this check is
 *   not complete yet
 */
export function ignoreComment(knownIds: () => readonly string[]): Check {
  return {
    meta: {
      id: 'ignore-comment',
      title: 'Ignore comment without effect',
      axis: 'build',
      topic: 'structure',
      severity: 'warning',
      defaultPoints: 0,
      needs: ['static'],
      also: [],
      detects:
        'A # dfm ignore= comment without a reason, with an unknown id, in a place where it applies to nothing, or for a check that finds nothing there.',
      why: 'Anyone who reads the file later has to know why a warning was ignored, and a comment without effect hides the fact that the warning is still reported.',
      fix: 'Write # dfm ignore=<id> <reason> on the line above the instruction, or # dfm ignore-file=<id> <reason> above the first instruction for the entire file. Separate several ids with commas.',
      bad: '# dfm ignore=apt-lists-left\nRUN apt-get update',
      good: '# dfm ignore=apt-lists-left the next stage reads the lists\nRUN apt-get update',
    },
    findings: (input) => findings(input, knownIds),
  };
}

function findings({ dockerfile }: BuildSource, knownIds: () => readonly string[]): StaticFinding[] {
  const comments = ignoreComments(dockerfile);
  if (comments.length === 0) return [];
  const known = new Set(knownIds());
  return comments.flatMap((comment) => {
    const range = rangeOfLine(dockerfile, comment.line);
    return problemsOf(comment, known).map((message) => ({ ...range, message }));
  });
}

function problemsOf(
  { ids, reason, wholeFile, atTop, target }: IgnoreComment,
  known: ReadonlySet<string>,
): string[] {
  const name = wholeFile ? 'ignore-file' : 'ignore';
  if (ids.length === 0)
    return [`This comment has no effect because it names no check. Write # dfm ${name}=<id> <reason>.`];
  const unknown = [...new Set(ids)]
    .filter((id) => !known.has(id))
    .map(
      (id) =>
        `There is no check with the id ${truncate(id)}, so this part of the comment has no effect. Check the spelling.`,
    );
  if (reason === '')
    return [
      ...unknown,
      `This comment has no effect because it gives no reason. Add one after the id: # dfm ${name}=${truncate(ids[0]!)} <reason>.`,
    ];
  if (wholeFile && !atTop)
    return [
      ...unknown,
      'This comment has no effect because ignore-file is only allowed above the first instruction. Move it there, or use ignore for the instruction below.',
    ];
  if (!wholeFile && target === undefined)
    return [
      ...unknown,
      'This comment has no effect because no instruction is directly below it. Move it to the line above the instruction.',
    ];
  return unknown;
}
