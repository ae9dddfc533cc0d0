/** What the course consists of. Each kind has a page of its own, under a slug. */
export type CourseItemKind = 'lesson' | 'exercise' | 'lab';
