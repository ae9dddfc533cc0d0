import type { QuestionText, QuizKey, QuizQuestionKey } from '@dfm/contracts';
import type { BlockContent, DefinitionContent, List, Parent, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { toString } from 'mdast-util-to-string';
import type { Processor } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { explanationHtml } from './explanation-html.ts';
import { jsxElement } from './jsx-element.ts';
import { parseAnswer } from './parse-answer.ts';
import { isOptionList, parseOptions, type ParsedOption } from './parse-options.ts';
import { fail } from './problem.ts';

type Blocks = (BlockContent | DefinitionContent)[];

/**
 * Moves the correct options and explanations of `:::predict` and `:::quiz` to `keys`, by the quiz's ID. The
 * lesson keeps only what a learner may see before answering.
 */
export function remarkQuestions(this: Processor, { keys }: { keys: Map<string, QuizKey> }) {
  // unified hands a plugin its processor as `this`.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  const parse = (markdown: string) => this.parse(markdown) as Root;
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      if (node.name !== 'predict' && node.name !== 'quiz') return;
      const id = node.attributes?.id;
      if (!id) fail(file, node, `:::${node.name} needs an id: :::${node.name}{id="…"}`);
      if (keys.has(id)) fail(file, node, `the id "${id}" is used twice in this lesson`);
      const { key, element } = node.name === 'quiz' ? quiz(node, id, file) : predict(node, id, file, parse);
      keys.set(id, key);
      parent?.children.splice(index ?? 0, 1, element);
      return SKIP;
    });
  };
}

function predict(node: ContainerDirective, id: string, file: VFile, parse: (markdown: string) => Root) {
  const list = node.children.find((child) => isOptionList(child));
  const answer = node.children.find((child) => child.type === 'code' && child.lang === 'answer');
  if (!list) fail(file, node, 'a prediction needs options: a list with [ ] and [x]');
  if (answer?.type !== 'code') fail(file, node, 'a prediction needs an answer, between ~~~answer and ~~~');
  const options = parseOptions(list, file);
  const prompt = node.children.filter((child) => child !== list && child !== answer);
  const key = {
    kind: 'prediction' as const,
    questions: [
      { ...questionKey('1', options), answer: explanationHtml(parseAnswer(answer, parse, file), file) },
    ],
    texts: [questionText(prompt, options)],
  };
  return { key, element: jsxElement('Predict', { id }, [question('1', prompt, options)]) };
}

function quiz(node: ContainerDirective, id: string, file: VFile) {
  const list = node.children.find((child): child is List => child.type === 'list' && child.ordered === true);
  if (!list) fail(file, node, 'a quiz needs a numbered list of questions');
  const questions = list.children.map((item, index) => {
    const optionList = item.children.find((child) => isOptionList(child));
    if (!optionList) fail(file, item, 'a question needs options: a list with [ ] and [x]');
    const options = parseOptions(optionList, file);
    for (const [place, option] of options.entries()) {
      if (option.why === '')
        fail(file, optionList.children[place], 'an option of a quiz needs an explanation: — *why*');
    }
    return { id: String(index + 1), prompt: item.children.filter((child) => child !== optionList), options };
  });
  return {
    key: {
      kind: 'quiz' as const,
      questions: questions.map(({ id: questionId, options }) => questionKey(questionId, options)),
      texts: questions.map(({ prompt, options }) => questionText(prompt, options)),
    },
    element: jsxElement(
      'Quiz',
      { id },
      questions.map(({ id: questionId, prompt, options }) => question(questionId, prompt, options)),
    ),
  };
}

function questionKey(id: string, options: ParsedOption[]): QuizQuestionKey {
  return {
    id,
    options: options.map((option) => ({ id: option.id, correct: option.correct, why: option.why })),
  };
}

function questionText(prompt: Blocks, options: ParsedOption[]): QuestionText {
  return {
    prompt: prompt.map((block) => toString(block)).join(' '),
    options: options.map(({ label }) => toString(label)),
  };
}

/**
 * The markup reveals only whether several options are right, which decides between radio buttons and check
 * boxes.
 */
function question(id: string, prompt: Blocks, options: ParsedOption[]) {
  const several = options.filter((option) => option.correct).length > 1 ? 'yes' : undefined;
  return jsxElement('Question', { id, several }, [
    jsxElement('Prompt', {}, prompt),
    ...options.map((option) =>
      jsxElement('Option', { id: option.id, question: id, several }, [option.label]),
    ),
  ]);
}
