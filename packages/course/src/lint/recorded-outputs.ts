import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lessonOutputsSchema } from '@dfm/contracts';
import type { ContentProblem } from '@dfm/course/exercises';
import type { LessonText } from './lesson-text.ts';

/** Reports recorded outputs that do not match a lesson's current commands. */
export async function outputProblems(
  contentRoot: string,
  { slug, file, parts }: LessonText,
): Promise<ContentProblem[]> {
  const commands = parts.commands.flatMap((command) => (command.kind === 'command' ? [command] : []));
  const text = await readFile(join(contentRoot, 'outputs', `${slug}.json`), 'utf8').catch(() => undefined);
  const recorded = text === undefined ? [] : recordedIds(text);
  const how = `with the check before publishing, or in a clone with npm run content:record -- content/lessons/${slug}.mdx`;
  const missing = commands.filter(({ id }) => !recorded.includes(id));
  const [first, ...others] = missing;
  if (first) {
    const lines = new Intl.ListFormat('en').format(missing.map(({ line }) => String(line)));
    const message =
      others.length === 0
        ? 'the output of this command is not recorded'
        : `the outputs of ${missing.length} commands are not recorded, on lines ${lines}`;
    const fix = `Record ${others.length === 0 ? 'it' : 'them'} ${how}; to show only the command, write sh instead of sh run`;
    return [{ file, line: first.line, message: `${message}. ${fix}` }];
  }
  return recorded.length > commands.length
    ? [
        {
          file,
          message: `content/outputs/${slug}.json contains outputs of removed commands. Record the others again ${how}`,
        },
      ]
    : [];
}

/** IDs of the commands in a recording; none if someone edited it until it was no recording. */
function recordedIds(text: string): string[] {
  try {
    return lessonOutputsSchema.parse(JSON.parse(text)).commands.map(({ id }) => id);
  } catch {
    return [];
  }
}
