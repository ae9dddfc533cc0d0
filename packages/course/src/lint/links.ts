import { hrefTo, slugOf } from '@dfm/contracts/page-addresses';
import { fixedPages } from '@dfm/contracts/pages';
import type { ContentProblem } from '@dfm/course/exercises';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** Valid link targets, by slug or ID. */
export interface LinkTargets {
  lessons: ReadonlySet<string>;
  exercises: ReadonlySet<string>;
  labs: ReadonlySet<string>;
  checks: ReadonlySet<string>;
  modules: ReadonlySet<string>;
  terms: ReadonlySet<string>;
}

const openPages = new Set(fixedPages.filter(({ signIn }) => signIn === undefined).map(({ path }) => path));

/** Reports broken links in a text. Anchors are checked only in the glossary. */
export function linkProblems(tree: Root, file: string, targets: LinkTargets): ContentProblem[] {
  const problems: ContentProblem[] = [];
  visit(tree, ['link', 'definition', 'image'], (node) => {
    if (node.type !== 'link' && node.type !== 'definition' && node.type !== 'image') return;
    const message =
      node.type === 'image'
        ? 'use a figure component instead of an image, because it has a text version and follows the theme'
        : problemWith(node.url, targets);
    if (message !== undefined)
      problems.push({
        file,
        line: node.position?.start.line,
        column: node.position?.start.column,
        message,
      });
  });
  return problems;
}

function problemWith(url: string, targets: LinkTargets): string | undefined {
  if (/^https:\/\/[^/]+/.test(url) || url.startsWith('#')) return undefined;
  if (!url.startsWith('/') || url.startsWith('//'))
    return `a link must lead to a page of this site (/lessons/…) or to https://…, not to ${url}`;
  const [path = '', place] = url.split('#');
  if (path === hrefTo('glossary') && place !== undefined)
    return targets.terms.has(place) ? undefined : `there is no term ${place} in the glossary`;
  if (openPages.has(path)) return undefined;
  for (const name of ['lesson', 'exercise', 'lab', 'check', 'module'] as const) {
    const slug = slugOf(name, path);
    if (slug !== undefined) return targets[`${name}s`].has(slug) ? undefined : `there is no ${name} ${slug}`;
  }
  return `there is no page ${path}`;
}
