import 'server-only';
import { join } from 'node:path';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { LabGroup, LabPage } from '@dfm/contracts/page-data';
import { byText } from '@dfm/course/by-text';
import { ContentError } from '@dfm/course/exercises';
import { compileMdx, type CompiledMdx } from '@dfm/course/mdx/compile-mdx';
import { contentRoot } from '../content/content-root.ts';
import { courseWalk } from '../content/course-walk.ts';
import { courseLab, courseLabs } from '../content/labs.ts';
import { linkedTerms } from '../content/linked-terms.ts';
import { courseOutline } from '../content/outline.ts';

/** The compiled text of a step, and the glossary entries that it links to, by slug. */
interface StepText {
  code: string;
  terms: Record<string, { term: string; definition: string }>;
}

const compiled = byText<Promise<CompiledMdx>>();

/**
 * A lab for its page. What its conditions look at, and the ways that are wrong, are left out.
 *
 * @returns the data, and the text of each step for `getMDXComponent`
 * @throws PlatformError `not-found`
 */
export async function loadLabPage(slug: string): Promise<{ page: LabPage; texts: StepText[] }> {
  const [{ lab, texts }, labs, { modules }] = await Promise.all([
    courseLab(slug),
    courseLabs(),
    courseOutline(),
  ]);
  const slugs = [...labs.keys()];
  const nextLab = labs.get(slugs[slugs.indexOf(slug) + 1] ?? '')?.lab;
  const walk = courseWalk(modules);
  const at = walk.findIndex((item) => item.kind === 'lesson' && item.slug === lab.lesson);
  const [lesson, next] = at < 0 ? [] : walk.slice(at, at + 2);
  return {
    page: {
      slug,
      title: lab.title,
      summary: lab.summary,
      minutes: lab.minutes,
      steps: lab.steps.map(({ id, title, done, hints, reference }) => ({
        id,
        title,
        says: done.map(({ says }) => says),
        hints,
        reference,
      })),
      lesson: lesson && { href: hrefTo('lesson', lesson.slug), title: lesson.title },
      next: next && { href: hrefTo(next.kind, next.slug), title: next.title },
      nextLab: nextLab && { href: hrefTo('lab', nextLab.slug), title: nextLab.title },
    },
    texts: await Promise.all(lab.steps.map(({ id }) => compileStep(slug, id, texts.get(id) ?? ''))),
  };
}

async function compileStep(slug: string, step: string, text: string): Promise<StepText> {
  const file = join(contentRoot(), 'labs', slug, 'steps', `${step}.mdx`);
  const { code, references } = await compiled(`${slug}/${step}`, text, () =>
    compileMdx(text, file, 'statement'),
  );
  const { terms, problems } = await linkedTerms(references, file);
  if (problems.length > 0) throw new ContentError(problems);
  return { code, terms };
}

/** The labs of the course by module, in its order. Modules without labs are left out. */
export async function labGroups(): Promise<LabGroup[]> {
  const [{ modules }, labs] = await Promise.all([courseOutline(), courseLabs()]);
  return modules
    .map(({ slug: module, title: moduleTitle, items }) => ({
      slug: module,
      title: moduleTitle,
      labs: items.flatMap(({ kind, slug, title, summary, minutes }) =>
        kind === 'lab'
          ? [{ slug, title, summary, minutes, steps: labs.get(slug)?.lab.steps.length ?? 0 }]
          : [],
      ),
    }))
    .filter((group) => group.labs.length > 0);
}

/** The labs that practise a lesson, in the order of the course. */
export async function labsOfLesson(
  lesson: string,
): Promise<{ slug: string; title: string; minutes: number }[]> {
  return [...(await courseLabs()).values()].flatMap(({ lab }) =>
    lab.lesson === lesson ? [{ slug: lab.slug, title: lab.title, minutes: lab.minutes }] : [],
  );
}
