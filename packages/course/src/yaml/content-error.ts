/** A problem in a content file and its position. Line and column are 1-based. */
export interface ContentProblem {
  file: string;
  line?: number;
  column?: number;
  message: string;
}

/**
 * Content that cannot be loaded, with every problem found, not only the first. For authors, never for
 * learners.
 */
export class ContentError extends Error {
  readonly problems: ContentProblem[];

  constructor(problems: ContentProblem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'ContentError';
    this.problems = problems;
  }
}

function describe({ file, line, column, message }: ContentProblem): string {
  const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${file}${place}: ${message}`;
}
