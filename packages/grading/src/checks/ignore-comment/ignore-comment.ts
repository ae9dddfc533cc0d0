import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { ignoreComments } from '@dfm/dockerfile/syntax/ignore-comments';
import type { IgnoreComment } from '@dfm/dockerfile/syntax/ignore-comments';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

/**
 * @param knownIds ids of all checks, asked when a comment names one: the registry that lists this check is
 *   not complete before
 */
export function ignoreComment(knownIds: () => readonly string[]): Check {
  return {
    meta: {
      id: 'ignore-comment',
      title: 'A comment that ignores a check has no effect',
      axis: 'build',
      topic: 'structure',
      severity: 'warning',
      defaultPoints: 0,
      needs: ['static'],
      also: [],
      detects:
        'A # dfm ignore= comment without a reason, with an id that is no check, in a place where it applies to nothing, or for a check that finds nothing there.',
      why: 'Whoever reads the file later has to know why a warning was set aside, and a comment that silences nothing hides that the warning still stands.',
      fix: 'Write # dfm ignore=<id> <reason> on the line above the instruction, or # dfm ignore-file=<id> <reason> above the first instruction for the whole file. Several ids are separated by commas.',
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
    const place = rangeOfLine(dockerfile, comment.line);
    return problemsOf(comment, known).map((message) => ({ ...place, message }));
  });
}

function problemsOf(
  { ids, reason, wholeFile, atTop, target }: IgnoreComment,
  known: ReadonlySet<string>,
): string[] {
  const name = wholeFile ? 'ignore-file' : 'ignore';
  if (ids.length === 0)
    return [`This ignores nothing: it names no check. Write # dfm ${name}=<id> <reason>.`];
  const unknown = [...new Set(ids)]
    .filter((id) => !known.has(id))
    .map(
      (id) =>
        `There is no check with the id ${truncate(id)}, so this part of the comment ignores nothing. Check its spelling.`,
    );
  if (reason === '')
    return [
      ...unknown,
      `This ignores nothing: it gives no reason. Write it behind the id, as in # dfm ${name}=${truncate(ids[0]!)} <reason>.`,
    ];
  if (wholeFile && !atTop)
    return [
      ...unknown,
      'This ignores nothing: ignore-file counts only above the first instruction. Move it there, or use ignore for the instruction below.',
    ];
  if (!wholeFile && target === undefined)
    return [
      ...unknown,
      'This ignores nothing: no instruction stands right below it. Move it to the line above the instruction it is meant for.',
    ];
  return unknown;
}
