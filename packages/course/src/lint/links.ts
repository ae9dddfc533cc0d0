import type { ContentProblem } from '@dfm/course/exercises';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** What a text may link to, by slug or id. */
export interface LinkTargets {
  lessons: ReadonlySet<string>;
  exercises: ReadonlySet<string>;
  checks: ReadonlySet<string>;
  modules: ReadonlySet<string>;
  terms: ReadonlySet<string>;
}

const pages = new Set([
  '/',
  '/course',
  '/glossary',
  '/cheat-sheet',
  '/review',
  '/progress',
  '/checks',
  '/checks/other-tools',
]);
const folders = { lessons: 'lesson', exercises: 'exercise', checks: 'check' } as const;

/** Says which links of a text lead nowhere. A place in a page is followed in the glossary alone. */
export function linkProblems(tree: Root, file: string, targets: LinkTargets): ContentProblem[] {
  const problems: ContentProblem[] = [];
  visit(tree, ['link', 'definition', 'image'], (node) => {
    if (node.type !== 'link' && node.type !== 'definition' && node.type !== 'image') return;
    const wrong =
      node.type === 'image'
        ? 'a picture is a figure component: it has a text twin and follows the theme'
        : wrongWith(node.url, targets);
    if (wrong !== undefined)
      problems.push({
        file,
        line: node.position?.start.line,
        column: node.position?.start.column,
        message: wrong,
      });
  });
  return problems;
}

function wrongWith(url: string, targets: LinkTargets): string | undefined {
  if (/^https:\/\/[^/]+/.test(url) || url.startsWith('#')) return undefined;
  if (!url.startsWith('/') || url.startsWith('//'))
    return `a link leads to a page of this site (/lessons/…) or to https://…, not to ${url}`;
  const [path = '', place] = url.split('#');
  if (path === '/glossary' && place !== undefined)
    return targets.terms.has(place) ? undefined : `there is no term ${place} in the glossary`;
  if (pages.has(path)) return undefined;
  const [, folder = '', slug = '', ...rest] = path.split('/');
  if (rest.length > 0 || slug === '') return `there is no page ${path}`;
  if (folder === 'course') return targets.modules.has(slug) ? undefined : `there is no module ${slug}`;
  if (folder !== 'lessons' && folder !== 'exercises' && folder !== 'checks')
    return `there is no page ${path}`;
  return targets[folder].has(slug) ? undefined : `there is no ${folders[folder]} ${slug}`;
}
