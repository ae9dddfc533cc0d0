import type { LessonCommand, QuizKey } from '@dfm/contracts';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import type { PluggableList } from 'unified';
import { remarkAsides } from './remark-asides.ts';
import { remarkClosed } from './remark-closed.ts';
import { remarkCommands } from './remark-commands.ts';
import { remarkForbidCode } from './remark-forbid-code.ts';
import { remarkInterview } from './remark-interview.ts';
import { remarkQuestions } from './remark-questions.ts';
import { remarkRecall, type RecallCard } from './remark-recall.ts';
import { remarkReferences, type Reference } from './remark-references.ts';
import { remarkStageGraph } from './remark-stage-graph.ts';

/** The structured parts of a lesson or statement. */
export interface MdxParts {
  /** Answer keys by quiz ID. Server only. */
  keys: Map<string, QuizKey>;
  /** Recorded runs, lessons, exercises and glossary entries that the text refers to. */
  references: Reference[];
  /** Commands to run, files to write and entries for the cheat sheet from its code fences, in order. */
  commands: LessonCommand[];
  /** Recall cards; they are not in the compiled text. */
  cards: RecallCard[];
}

export function noParts(): MdxParts {
  return { keys: new Map(), references: [], commands: [], cards: [] };
}

/** The plugins that parse a text, in order. They fill `parts`. */
export function remarkPlugins({ keys, references, commands, cards }: MdxParts): PluggableList {
  return [
    remarkGfm,
    remarkDirective,
    remarkClosed,
    remarkForbidCode,
    remarkStageGraph,
    [remarkReferences, { references }],
    [remarkCommands, { commands }],
    [remarkRecall, { cards }],
    remarkInterview,
    [remarkQuestions, { keys }],
    remarkAsides,
  ];
}
