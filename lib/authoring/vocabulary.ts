import 'server-only';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exerciseSchema } from '@dfm/contracts';
import type { Named, NameKind, Vocabulary, WrittenSchema } from '@dfm/contracts/page-data';
import { projectSchema } from '@dfm/course/check/lesson-project';
import { exerciseSlugs } from '@dfm/course/exercises';
import { labSlugs } from '@dfm/course/labs/load-lab';
import { frontmatterSchema } from '@dfm/course/lessons/frontmatter';
import { lessonSlugs } from '@dfm/course/lint/lint-content';
import {
  attributeDescriptions,
  attributesOf,
  lessonComponents,
  statementComponents,
} from '@dfm/course/mdx/components';
import { directives } from '@dfm/course/mdx/directives';
import { fenceOptions } from '@dfm/course/mdx/fence-meta';
import { kindOfAttribute } from '@dfm/course/mdx/remark-references';
import { checks, optionDocs } from '@dfm/grading';
import { parse } from 'yaml';
import { z } from 'zod';
import { courseSchema } from '../content/course.ts';
import { glossarySchema } from '../content/glossary.ts';
import type { ContentAccess } from './content-access.ts';
import { withWrittenContent } from './written-content.ts';

/**
 * Everything that can be written in a draft. Files that cannot be read add no names: an author may have just
 * begun them.
 *
 * @throws PlatformError `not-found` if the draft is gone
 */
export async function vocabularyOf(access: ContentAccess, draft: string): Promise<Vocabulary> {
  return withWrittenContent(access, draft, undefined, async ({ root }) => {
    const [lessons, exercises, labs, projects] = await Promise.all([
      parts(await lessonSlugs(root), (slug) => frontmatterIn(join(root, 'lessons', `${slug}.mdx`))),
      parts(await exerciseSlugs(root), (slug) => yamlIn(join(root, 'exercises', slug, 'exercise.yaml'))),
      parts(await labSlugs(root), (slug) => yamlIn(join(root, 'labs', slug, 'lab.yaml'))),
      parts(await readdir(join(root, 'projects')), (slug) =>
        yamlIn(join(root, 'projects', slug, 'project.yaml')),
      ),
    ]);
    const [runs, { terms, modules }] = await Promise.all([
      runsOf(root, exercises, projects),
      namesOfFiles(root),
    ]);
    const named = (all: Part[]) => all.map(({ slug, about }) => ({ name: slug, detail: text(about.title) }));
    const tags = [...lessons, ...exercises].flatMap(({ about }) => list(about.tags).map(String));
    return {
      ...language,
      names: {
        ...{ check: language.names.check, run: runs, term: terms, module: modules },
        ...{ lesson: named(lessons), exercise: named(exercises), lab: named(labs) },
        project: named(projects),
        tag: [...new Set(tags)].toSorted().map((name) => ({ name })),
      },
      edits: Object.fromEntries([...exercises, ...projects].map(({ slug, about }) => [slug, editsOf(about)])),
    };
  });
}

type Fields = Partial<Record<string, unknown>>;
interface Part {
  slug: string;
  /** Its description, as far as it can be read. */
  about: Fields;
}

async function parts(slugs: string[], read: (slug: string) => Promise<Fields>): Promise<Part[]> {
  return Promise.all(
    slugs.toSorted().map(async (slug) => ({ slug, about: await read(slug).catch(() => ({})) })),
  );
}

async function yamlIn(file: string): Promise<Fields> {
  return fields(parse(await readFile(file, 'utf8')));
}

async function frontmatterIn(file: string): Promise<Fields> {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(await readFile(file, 'utf8'))?.[1];
  return fields(parse(head ?? ''));
}

const fields = (value: unknown): Fields =>
  (typeof value === 'object' && value !== null ? value : {}) as Fields;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The variants that runs can be recorded of: those of projects and exercises. */
async function runsOf(root: string, exercises: Part[], projects: Part[]): Promise<Named[]> {
  const recorded = new Set(
    (await readdir(join(root, 'runs'), { recursive: true }).catch(() => [])).flatMap((name) =>
      name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
    ),
  );
  const ofExercises = exercises.flatMap(({ slug, about }) =>
    ['starter', 'solution', ...list(about.wrong).map((wrong) => text(fields(wrong).id))].flatMap((variant) =>
      variant === undefined ? [] : [`${slug}/${variant}`],
    ),
  );
  const ofProjects = await Promise.all(
    projects.map(async ({ slug }) => {
      const variants = await readdir(join(root, 'projects', slug, 'variants')).catch(() => []);
      return variants.map((variant) => `${slug}/${variant}`);
    }),
  );
  const all = [...ofProjects.flat(), ...ofExercises].map((name) => ({
    name,
    detail: recorded.has(name) ? 'recorded' : 'not recorded yet',
  }));
  return all.toSorted((a, b) => b.detail.localeCompare(a.detail) || a.name.localeCompare(b.name));
}

function editsOf(about: Fields): Named[] {
  return list(about.scenarios).flatMap((scenario) => {
    const { id, title } = fields(scenario);
    return typeof id === 'string' ? [{ name: id, detail: text(title) }] : [];
  });
}

async function namesOfFiles(root: string): Promise<{ terms: Named[]; modules: Named[] }> {
  const [glossary, course] = await Promise.all(
    ['glossary.yaml', 'course.yaml'].map((name) => yamlIn(join(root, name)).catch((): Fields => ({}))),
  );
  const terms = Object.entries(glossary!).map(([name, entry]) => {
    const { term, definition } = fields(entry);
    return { name, detail: text(term), description: text(definition) };
  });
  const modules = list(course!.modules).flatMap((module) => {
    const { slug, title } = fields(module);
    return typeof slug === 'string' ? [{ name: slug, detail: text(title) }] : [];
  });
  return { terms, modules };
}

/** What every draft has: from the tables of the compiler, the checks and the schemas of the files. */
const language = {
  names: {
    check: checks.map(({ meta }) => ({ name: meta.id, detail: meta.title, description: meta.detects })),
  },
  components: Object.entries(lessonComponents).map(([name, { description, hasContent }]) => ({
    ...{ name, description, hasContent: hasContent === true, inStatement: statementComponents.has(name) },
    attributes: attributesOf(name)!.map((attribute) => ({
      ...attribute,
      description: attributeDescriptions[attribute.name],
      names: namedBy(name, attribute.name),
    })),
  })),
  directives: Object.entries(directives).map(([name, { attributes, ...rules }]) => ({
    ...{ name, ...rules, attributes: [...attributes] },
  })),
  fence: Object.entries(fenceOptions).map(([name, { description, value }]) => ({ name, description, value })),
  checkOptions: Object.fromEntries(
    checks.map((check) => [
      check.meta.id,
      Object.fromEntries(
        optionDocs(check).map(({ name, type, default: value, description }) => [
          name,
          { type, default: value, description },
        ]),
      ),
    ]),
  ),
  schemas: {
    course: written(courseSchema),
    exercise: written(exerciseSchema),
    frontmatter: written(frontmatterSchema),
    glossary: written(glossarySchema),
    project: written(projectSchema),
  },
};

/** What the value of a component's attribute names. */
function namedBy(component: string, attribute: string): NameKind | undefined {
  const kind = [kindOfAttribute[component]?.[attribute] ?? []].flat()[0];
  return kind === 'folder' ? 'project' : kind === 'dockerfile' ? 'run' : kind;
}

function written(schema: z.ZodType): WrittenSchema {
  // What only exists in code, such as a check with `superRefine`, has no place in a JSON Schema and is left out.
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as WrittenSchema;
}
