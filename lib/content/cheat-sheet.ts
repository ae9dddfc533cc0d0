import 'server-only';
import type { LessonCommand } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { terminalAddress } from '@dfm/contracts/requested-commands';
import { typedText } from '@dfm/course/mdx/typed-text';
import { lessonCommands, lessonSummaries } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

interface CheatCommand {
  /** What the command does, in a few words. */
  what: string;
  /** The command as shown in the lesson. */
  command: string;
  /** Title of the lesson, and the link to the command in it. */
  lesson: string;
  href: string;
  /** The terminal with the command; undefined if it needs files of a project, a registry or another machine. */
  terminalHref: string | undefined;
}

export interface CheatModule {
  slug: string;
  title: string;
  /** 1-based number in the course. */
  number: number;
  commands: CheatCommand[];
}

/** The commands of the cheat sheet, by module, in the order of the course. */
export async function cheatSheet(): Promise<CheatModule[]> {
  const { modules } = await courseOutline();
  const lessons = modules.flatMap((module) => module.items).filter((item) => item.kind === 'lesson');
  const commands = await Promise.all(
    lessons.map(async ({ slug }) => [slug, await lessonCommands(slug)] as const),
  );
  const summaries = await lessonSummaries();
  const ofProjects = new Set(
    [...summaries].flatMap(([slug, { project }]) => (project === undefined ? [] : [slug])),
  );
  return cheatModules(modules, new Map(commands), ofProjects);
}

/**
 * A command in several lessons is listed where it comes first. Modules without commands are left out.
 *
 * @param ofProjects lessons whose commands use the files of a project
 */
export function cheatModules(
  modules: readonly Pick<OutlineModule, 'slug' | 'title' | 'items'>[],
  commandsOf: ReadonlyMap<string, readonly LessonCommand[]>,
  ofProjects: ReadonlySet<string>,
): CheatModule[] {
  const seen = new Set<string>();
  const ofLesson = ({ slug, title }: { slug: string; title: string }) =>
    (commandsOf.get(slug) ?? []).flatMap((entry): CheatCommand[] => {
      if (entry.kind === 'file' || entry.cheat === undefined) return [];
      const command = entry.script.trim();
      if (seen.has(command)) return [];
      seen.add(command);
      const typed = ofProjects.has(slug) ? undefined : typedText(entry);
      return [
        {
          what: entry.cheat,
          command,
          lesson: title,
          href: `${hrefTo('lesson', slug)}#${entry.id}`,
          terminalHref: typed && terminalAddress(typed),
        },
      ];
    });
  return modules
    .map(({ slug, title, items }, index) => ({
      slug,
      title,
      number: index + 1,
      commands: items.filter((item) => item.kind === 'lesson').flatMap(ofLesson),
    }))
    .filter(({ commands }) => commands.length > 0);
}
