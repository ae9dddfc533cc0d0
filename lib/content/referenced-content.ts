import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import { exerciseSlugs, readDescription, type ContentProblem } from '@dfm/course/exercises';
import { projectFolder, type ProjectFolder } from '@dfm/course/lessons/project-folder';
import { runDockerfile } from '@dfm/course/lessons/run-dockerfile';
import type { Reference } from '@dfm/course/mdx/remark-references';
import { contentRoot } from './content-root.ts';
import { recordedRun } from './recorded-run.ts';

/** What a lesson shows and links to, without the glossary. */
export interface ReferencedContent {
  /** Recorded runs shown in its figures, by ID. */
  runs: Record<string, ResultDocument>;
  /** Dockerfiles of recorded runs that its figures show line by line, by run ID. */
  dockerfiles: Record<string, string>;
  /** Project folders shown in its figures, by project. */
  folders: Record<string, ProjectFolder>;
  /** Titles of the lessons and exercises it links to: key `lesson/<slug>` or `exercise/<slug>`. */
  titles: Record<string, string>;
}

/**
 * The content that a lesson refers to, and a problem for each reference to something missing.
 *
 * @param file path of the lesson, for the problems
 * @param lessonSummaries reads the lessons of the course, by slug; called once, if a lesson is referred to
 */
export async function referencedContent(
  references: readonly Reference[],
  file: string,
  lessonSummaries: () => Promise<ReadonlyMap<string, { title: string }>>,
): Promise<{ content: ReferencedContent; problems: ContentProblem[] }> {
  const content: ReferencedContent = { runs: {}, dockerfiles: {}, folders: {}, titles: {} };
  const problems: ContentProblem[] = [];
  const slugs = references.some(({ kind }) => kind === 'exercise') ? await exerciseSlugs(contentRoot()) : [];
  const exerciseTitle = async (slug: string) =>
    slugs.includes(slug) ? (await readDescription(contentRoot(), slug)).title : undefined;
  const lessons = references.some(({ kind }) => kind === 'lesson') ? await lessonSummaries() : undefined;
  for (const { kind, id, line } of references) {
    const report = (message: string) => problems.push({ file, line, message });
    if (kind === 'run') {
      const run = await recordedRun(id);
      if (run) content.runs[id] = run;
      else report(`there is no recorded run ${id} in content/runs`);
    } else if (kind === 'dockerfile') {
      const dockerfile = await runDockerfile(contentRoot(), id);
      if (dockerfile !== undefined) content.dockerfiles[id] = dockerfile;
      else report(`there is no Dockerfile of ${id} in content/projects`);
    } else if (kind === 'folder') {
      const folder = await projectFolder(contentRoot(), id);
      if (folder) content.folders[id] = folder;
      else report(`there is no content/projects/${id}/folder.json`);
    } else if (kind !== 'term') {
      const title = kind === 'exercise' ? await exerciseTitle(id) : lessons?.get(id)?.title;
      if (title) content.titles[`${kind}/${id}`] = title;
      else report(`there is no ${kind} ${id}`);
    }
  }
  return { content, problems };
}
