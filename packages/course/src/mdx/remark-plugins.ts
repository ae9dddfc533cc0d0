import type { LessonCommand, QuizKey } from '@dfm/contracts';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import type { PluggableList } from 'unified';
import { remarkAfterPrediction } from './remark-after-prediction.ts';
import { remarkAsides } from './remark-asides.ts';
import { remarkClosed } from './remark-closed.ts';
import { remarkCommands } from './remark-commands.ts';
import { remarkForbidCode } from './remark-forbid-code.ts';
import { remarkInterview } from './remark-interview.ts';
import { remarkQuestions } from './remark-questions.ts';
import { remarkRecall, type RecallCard } from './remark-recall.ts';
import { remarkReferences, type Reference } from './remark-references.ts';
import { remarkSections, type Section } from './remark-sections.ts';
import { remarkStageGraph } from './remark-stage-graph.ts';
import { remarkStatement } from './remark-statement.ts';

/** What a text is for. */
export type TextKind = 'lesson' | 'statement';

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
  /** The text by heading, without answers. The first is the text before the first heading. */
  sections: Section[];
}

export function noParts(): MdxParts {
  return { keys: new Map(), references: [], commands: [], cards: [], sections: [] };
}

/** The plugins that parse a text, in order. They fill `parts`. */
export function remarkPlugins(
  { keys, references, commands, cards, sections }: MdxParts,
  kind: TextKind,
): PluggableList {
  return [
    remarkGfm,
    remarkDirective,
    remarkClosed,
    remarkForbidCode,
    ...(kind === 'statement' ? [remarkStatement] : []),
    remarkStageGraph,
    [remarkReferences, { references }],
    [remarkCommands, { commands }],
    [remarkRecall, { cards }],
    remarkInterview,
    [remarkQuestions, { keys }],
    remarkAsides,
    [remarkSections, { sections }],
    remarkAfterPrediction,
  ];
}
