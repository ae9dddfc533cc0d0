import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Root } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import { splitFrontmatter, type Frontmatter } from '../lessons/frontmatter.ts';
import { readMdx } from '../mdx/read-mdx.ts';
import type { MdxParts } from '../mdx/remark-plugins.ts';
import { yamlLines } from './yaml-lines.ts';

const markdown = unified().use(remarkParse).use(remarkMdx).use(remarkGfm).use(remarkDirective).freeze();

/** A parsed lesson. */
export interface LessonText {
  slug: string;
  /** Path of the lesson, for problems. */
  file: string;
  /** The complete file. */
  source: string;
  frontmatter: Frontmatter;
  /** Line of the file with a key or value of the frontmatter. */
  headLine: (value: string) => number;
  /** The complete text, including what is between `~~~answer` and `~~~`. Positions match the file. */
  tree: Root;
  parts: MdxParts;
}

/** Reads `content/lessons/<slug>.mdx`. @throws ContentError with file and line; ENOENT if it does not exist */
export async function readLessonText(contentRoot: string, slug: string): Promise<LessonText> {
  const file = join(contentRoot, 'lessons', `${slug}.mdx`);
  return parseLessonText(await readFile(file, 'utf8'), slug, file);
}

/** Parses the source of a lesson. @throws ContentError with file and line */
export async function parseLessonText(source: string, slug: string, file: string): Promise<LessonText> {
  const { frontmatter, body } = splitFrontmatter(source, file);
  const parts = await readMdx(body, file);
  const lineOf = yamlLines(source.slice(0, source.indexOf('\n---')).replace('---', ''));
  return {
    slug,
    file,
    source,
    frontmatter,
    headLine: (value) => lineOf(value) ?? 1,
    tree: writtenTree(body),
    parts,
  };
}

/** The Markdown tree with answers parsed too. For text that is known to be valid MDX. */
export function writtenTree(body: string): Root {
  const tree = markdown.parse(body);
  visit(tree, 'code', (node, index, parent) => {
    if (node.lang !== 'answer' || !parent) return undefined;
    const { children } = markdown.parse('\n'.repeat(node.position?.start.line ?? 0) + node.value);
    parent.children.splice(index ?? 0, 1, ...children);
    return [SKIP, (index ?? 0) + children.length];
  });
  return tree;
}
