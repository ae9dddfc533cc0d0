import type { ContentProblem } from '@dfm/course/exercises';
import type { LessonText } from './lesson-text.ts';

/** Reports error messages in the frontmatter whose section does not exist. */
export function messageProblems({ file, frontmatter, headLine, parts }: LessonText): ContentProblem[] {
  const headings = parts.sections.map(({ title }) => title);
  return frontmatter.messages
    .filter(({ section }) => !headings.includes(section))
    .map(({ text, section }) => ({
      file,
      line: headLine(text),
      message: `messages: there is no heading “${section}”`,
    }));
}
