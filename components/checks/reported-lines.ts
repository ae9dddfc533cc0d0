import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checks, findingsOf } from '@dfm/grading';

/**
 * The lines of an example that a check reports by reading it. Empty if the check measures instead, or needs
 * more than these lines.
 *
 * @param id of the check
 * @param example lines of a Dockerfile, with or without a FROM
 */
export function reportedLines(id: string, example: string): ReadonlySet<number> {
  const check = checks.find(({ meta }) => meta.id === id);
  if (check === undefined) return new Set();
  const above = /^FROM\s/im.test(example) ? '' : 'FROM base\n';
  const findings = findingsOf(check, { dockerfile: parseDockerfile(above + example), context: undefined });
  const shift = above === '' ? 0 : 1;
  return new Set(
    findings
      .filter(({ path, line }) => path === 'Dockerfile' && line > shift)
      .flatMap(({ line, endLine }) =>
        Array.from({ length: endLine - line + 1 }, (_, index) => line + index - shift),
      ),
  );
}
