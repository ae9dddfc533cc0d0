import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CudaWheels, LessonCommand, LessonOutputs, QuizKey, ShelfFacts } from '@dfm/contracts';
import { byText } from '@dfm/course/by-text';
import { ContentError } from '@dfm/course/exercises';
import { splitFrontmatter, type Frontmatter } from '@dfm/course/lessons/frontmatter';
import { compileMdx, type CompiledMdx } from '@dfm/course/mdx/compile-mdx';
import { readMdx } from '@dfm/course/mdx/read-mdx';
import { noParts, type MdxParts } from '@dfm/course/mdx/remark-plugins';
import type { RecallCard } from '@dfm/course/mdx/remark-recall';
import type { Section } from '@dfm/course/mdx/remark-sections';
import { commandOutputs } from './command-outputs.ts';
import { contentRoot } from './content-root.ts';
import { loadCourse } from './course.ts';
import { cudaWheels } from './cuda-wheels.ts';
import { linkedTerms } from './linked-terms.ts';
import { perVersion } from './per-version.ts';
import { referencedContent, type ReferencedContent } from './referenced-content.ts';
import { shelfFacts } from './shelf-facts.ts';

export interface Lesson extends ReferencedContent {
  slug: string;
  frontmatter: Frontmatter;
  /** For `getMDXComponent`. Contains no answers. */
  code: string;
  headings: CompiledMdx['headings'];
  /** Glossary entries it links to, by slug. */
  terms: Awaited<ReturnType<typeof linkedTerms>>['terms'];
  /** Facts about base images and wheels. */
  facts: ShelfFacts;
  /** Sizes of wheels with CUDA. */
  cudaWheels: CudaWheels;
  /** Recorded outputs of its commands. */
  outputs: LessonOutputs | undefined;
}

interface Compiled extends CompiledMdx {
  frontmatter: Frontmatter;
}

const partsOf = byText<Promise<MdxParts>>();
// Compiling takes a second, mostly for highlighting, so an unchanged text is compiled once per process.
const compiled = byText<Promise<Compiled>>();

/**
 * A lesson ready to render. Throws ContentError with the line for a mistake in its file, and ENOENT if there
 * is no lesson with that slug.
 */
export async function loadLesson(slug: string): Promise<Lesson> {
  const { frontmatter, code, headings, references } = await compileLesson(slug);
  const file = lessonFile(slug);
  const { terms, problems } = await linkedTerms(references, file);
  const { content, problems: missing } = await referencedContent(references, file, lessonSummaries);
  if (problems.length + missing.length > 0) throw new ContentError([...problems, ...missing]);
  return {
    slug,
    frontmatter,
    code,
    headings,
    ...content,
    terms,
    facts: await shelfFacts(),
    cudaWheels: await cudaWheels(),
    outputs: await commandOutputs(slug),
  };
}

/** Frontmatter of every lesson of the course, by slug, in the order of the course. */
export function lessonSummaries(): Promise<ReadonlyMap<string, Frontmatter>> {
  return perVersion('lesson summaries', readSummaries);
}

async function readSummaries(): Promise<ReadonlyMap<string, Frontmatter>> {
  const { modules } = await loadCourse();
  const slugs = modules.flatMap((module) => module.lessons);
  const read = await Promise.all(
    slugs.map(
      async (slug) =>
        [slug, splitFrontmatter(await lessonSource(slug), lessonFile(slug)).frontmatter] as const,
    ),
  );
  return new Map(read);
}

/** The answer key of a quiz or prediction; undefined if the lesson has none with that ID. Server only. */
export async function quizKey(lesson: string, quizId: string): Promise<QuizKey | undefined> {
  return (await quizKeys(lesson)).get(quizId);
}

/**
 * The answer keys of all quizzes and predictions of a lesson, by ID; empty for a lesson that is not in the
 * course. Server only.
 */
export async function quizKeys(lesson: string): Promise<ReadonlyMap<string, QuizKey>> {
  return (await lessonParts(lesson)).keys;
}

/** The number of questions in a lesson, including predictions. */
export async function questionCount(lesson: string): Promise<number> {
  return [...(await quizKeys(lesson)).values()].reduce((sum, key) => sum + key.questions.length, 0);
}

/** The recall cards of a lesson, in order; empty for a lesson that is not in the course. */
export async function recallCards(lesson: string): Promise<RecallCard[]> {
  return (await lessonParts(lesson)).cards;
}

/**
 * The commands that a lesson's code fences run or show, in order; empty for a lesson that is not in the
 * course. Each command is at `/lessons/<lesson>#<its id>`.
 */
export async function lessonCommands(lesson: string): Promise<LessonCommand[]> {
  return (await lessonParts(lesson)).commands;
}

/** A lesson's text by heading, in order; empty for a lesson that is not in the course. */
export async function lessonSections(lesson: string): Promise<Section[]> {
  return (await lessonParts(lesson)).sections;
}

/** Slugs of the glossary entries that a lesson links to; empty for a lesson that is not in the course. */
export async function linkedEntries(lesson: string): Promise<string[]> {
  return (await lessonParts(lesson)).references.flatMap(({ kind, id }) => (kind === 'term' ? [id] : []));
}

async function lessonParts(slug: string): Promise<MdxParts> {
  // Does not use the summaries: this runs once per lesson, and they would read all lessons each time.
  const { modules } = await loadCourse();
  if (!modules.some(({ lessons }) => lessons.includes(slug))) return noParts();
  const source = await lessonSource(slug);
  const whole = compiled.known(slug, source);
  if (whole) return whole;
  return partsOf(slug, source, () => {
    const { body } = splitFrontmatter(source, lessonFile(slug));
    return readMdx(body, lessonFile(slug));
  });
}

async function compileLesson(slug: string): Promise<Compiled> {
  const source = await lessonSource(slug);
  return compiled(slug, source, () => compileSource(source, lessonFile(slug)));
}

async function compileSource(source: string, file: string): Promise<Compiled> {
  const { frontmatter, body } = splitFrontmatter(source, file);
  return { frontmatter, ...(await compileMdx(body, file)) };
}

function lessonSource(slug: string): Promise<string> {
  return readFile(lessonFile(slug), 'utf8');
}

function lessonFile(slug: string): string {
  return join(contentRoot(), 'lessons', `${slug}.mdx`);
}
