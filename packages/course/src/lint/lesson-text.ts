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

/** A lesson as its author wrote it. */
export interface LessonText {
  slug: string;
  /** Names the lesson in problems. */
  file: string;
  frontmatter: Frontmatter;
  /** Line of the file on which a key or value of the frontmatter stands. */
  headLine: (value: string) => number;
  /** All of it, what stands between `~~~answer` and `~~~` included. Positions are the file's. */
  tree: Root;
  parts: MdxParts;
}

/** Reads `content/lessons/<slug>.mdx`. @throws ContentError with file and line; ENOENT when there is none */
export async function readLessonText(contentRoot: string, slug: string): Promise<LessonText> {
  const file = join(contentRoot, 'lessons', `${slug}.mdx`);
  return parseLessonText(await readFile(file, 'utf8'), slug, file);
}

/** The same from its text. */
export async function parseLessonText(source: string, slug: string, file: string): Promise<LessonText> {
  const { frontmatter, body } = splitFrontmatter(source, file);
  const parts = await readMdx(body, file);
  const lineOf = yamlLines(source.slice(0, source.indexOf('\n---')).replace('---', ''));
  return { slug, file, frontmatter, headLine: (value) => lineOf(value) ?? 1, tree: writtenTree(body), parts };
}

/** Markdown as it was written, with its answers opened. For text that is known to be MDX. */
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
