/** A released version in CHANGELOG.md. */
export interface Entry {
  version: string;
  /** YYYY-MM-DD. */
  date: string;
  text: string;
}

const HEADING = /^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/;

/**
 * The released versions in a changelog, the newest first.
 *
 * @throws Error if a heading of a version has a different form
 */
export function entriesOf(changelog: string): Entry[] {
  const [, ...sections] = changelog.split(/^(?=## )/m);
  return sections.flatMap((section) => {
    const [heading = '', ...lines] = section.split('\n');
    if (heading === '## [Unreleased]') return [];
    const [, version, date] = HEADING.exec(heading) ?? [];
    if (version === undefined || date === undefined || Number.isNaN(Date.parse(date)))
      throw new Error(`CHANGELOG.md: “${heading}” is not “## [1.2.3] - YYYY-MM-DD”.`);
    return [{ version, date, text: lines.join('\n').trim() }];
  });
}

/**
 * Why a version cannot be released, according to package.json and CHANGELOG.md.
 *
 * @param texts.packageVersion version in package.json
 * @returns a line for each reason
 */
export function versionProblems(
  version: string,
  texts: { changelog: string; packageVersion: string },
): string[] {
  const [newest] = entriesOf(texts.changelog);
  const problems: string[] = [];
  if (texts.packageVersion !== version)
    problems.push(
      `package.json has version ${texts.packageVersion}: run npm version --no-git-tag-version ${version}.`,
    );
  if (newest?.version !== version)
    problems.push(
      `The newest version in CHANGELOG.md is ${newest?.version ?? 'none'}: rename “[Unreleased]”.`,
    );
  else if (newest.text === '') problems.push(`CHANGELOG.md does not say what is new in ${version}.`);
  return problems;
}
