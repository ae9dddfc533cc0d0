import type { Exercise } from '@dfm/contracts';
import { countedChecks } from '@dfm/grading';
import type { YamlPath } from '../yaml/node-offset.ts';
import type { LinkTargets } from './links.ts';

/**
 * What an exercise names in vain: a lesson that does not exist, and a check in `caughtBy` by which a run of
 * the exercise cannot fail. Checks that do not exist at all are left to `unknownChecks`.
 *
 * @returns a message for each, with the path of the value in `exercise.yaml`
 */
export function exerciseReferenceProblems(
  { lesson, rubric, wrong }: Pick<Exercise, 'lesson' | 'rubric' | 'wrong'>,
  { lessons, checks }: Pick<LinkTargets, 'lessons' | 'checks'>,
): { path: YamlPath; message: string }[] {
  const counted = countedChecks(rubric);
  const isCaught = (id: string) => counted.has(id) || !checks.has(id);
  return [
    ...(lesson === undefined || lessons.has(lesson)
      ? []
      : [{ path: ['lesson'], message: `lesson: there is no lesson ${lesson}` }]),
    ...wrong.flatMap(({ id, caughtBy, status }, index) =>
      // The run of a variant that cannot be built has no verdict of its checks.
      status === 'graded'
        ? caughtBy.flatMap((check, number) =>
            isCaught(check)
              ? []
              : [
                  {
                    path: ['wrong', index, 'caughtBy', number],
                    message: `${id} cannot be caught by ${check}, which is not in the rubric`,
                  },
                ],
          )
        : [],
    ),
  ];
}
