import type { LessonCommand, QuizKey } from '@dfm/contracts';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import type { PluggableList } from 'unified';
import { remarkAsides } from './remark-asides.ts';
import { remarkCommands } from './remark-commands.ts';
import { remarkForbidCode } from './remark-forbid-code.ts';
import { remarkInterview } from './remark-interview.ts';
import { remarkQuestions } from './remark-questions.ts';
import { remarkRecall, type RecallCard } from './remark-recall.ts';
import { remarkReferences, type Reference } from './remark-references.ts';

/** What is collected while a lesson's Markdown is read. */
export interface LessonParts {
  /** Answers by quiz id. For the server alone. */
  keys: Map<string, QuizKey>;
  /** Recorded runs, lessons and exercises the text points to. */
  references: Reference[];
  /** What its fences ask to be run, to be written as a file, or to be put on the cheat sheet, in their order. */
  commands: LessonCommand[];
  /** Recall cards; they do not stay in the text. */
  cards: RecallCard[];
}

export function noParts(): LessonParts {
  return { keys: new Map(), references: [], commands: [], cards: [] };
}

/** Everything that a lesson's Markdown means beyond Markdown, in the order in which it is read. Fills `parts`. */
export function lessonPlugins({ keys, references, commands, cards }: LessonParts): PluggableList {
  return [
    remarkGfm,
    remarkDirective,
    remarkForbidCode,
    [remarkReferences, { references }],
    [remarkCommands, { commands }],
    [remarkRecall, { cards }],
    remarkInterview,
    [remarkQuestions, { keys }],
    remarkAsides,
  ];
}
