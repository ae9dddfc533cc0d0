import 'server-only';
import type { LessonCommand } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { lessonCommands } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

interface CheatCommand {
  /** What the command does, in a few words. */
  what: string;
  /** The command as shown in the lesson. */
  command: string;
  /** Title of the lesson, and the link to the command in it. */
  lesson: string;
  href: string;
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
  return cheatModules(modules, new Map(commands));
}

/** A command in several lessons is listed where it comes first. Modules without commands are left out. */
export function cheatModules(
  modules: readonly Pick<OutlineModule, 'slug' | 'title' | 'items'>[],
  commandsOf: ReadonlyMap<string, readonly LessonCommand[]>,
): CheatModule[] {
  const seen = new Set<string>();
  const ofLesson = ({ slug, title }: { slug: string; title: string }) =>
    (commandsOf.get(slug) ?? []).flatMap((entry): CheatCommand[] => {
      if (entry.kind === 'file' || entry.cheat === undefined) return [];
      const command = entry.script.trim();
      if (seen.has(command)) return [];
      seen.add(command);
      return [{ what: entry.cheat, command, lesson: title, href: `${hrefTo('lesson', slug)}#${entry.id}` }];
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
