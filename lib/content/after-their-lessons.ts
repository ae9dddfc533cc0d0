/**
 * Lessons in order, each followed by what practises it. What practises none of them comes last.
 *
 * @param lessonOf slug of the lesson that an item practises
 */
export function afterTheirLessons<Item extends { slug: string }>(
  lessons: readonly Item[],
  practice: readonly Item[],
  lessonOf: (item: Item) => string | undefined,
): Item[] {
  const slugs = new Set(lessons.map(({ slug }) => slug));
  return [
    ...lessons.flatMap((lesson) => [lesson, ...practice.filter((item) => lessonOf(item) === lesson.slug)]),
    ...practice.filter((item) => !slugs.has(lessonOf(item) ?? '')),
  ];
}
