import type { BlockContent, Code, DefinitionContent, List, Parent, Root } from 'mdast';
import type { Processor } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { jsxElement } from './jsx-element.ts';
import { parseAnswer } from './parse-answer.ts';
import { fail } from './problem.ts';

type Blocks = (BlockContent | DefinitionContent)[];

const answerWords = { min: 80, max: 200 };
const points = { min: 3, max: 5 };

/**
 * Turns `:::interview{id="…"}` into its component: an open question, a model answer between `~~~answer` and
 * `~~~`, and a list of the points in a good answer. None of it is secret, because only the learner marks it.
 */
export function remarkInterview(this: Processor) {
  // unified hands a plugin its processor as `this`.
  // oxlint-disable-next-line oxc/no-this-in-exported-function
  const parse = (markdown: string) => this.parse(markdown) as Root;
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      if (node.name !== 'interview') return undefined;
      const id = node.attributes?.id;
      if (!id || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
        fail(
          file,
          node,
          ':::interview needs an id of lower-case words joined by hyphens: :::interview{id="…"}',
        );
      const answer = node.children.find(
        (child): child is Code => child.type === 'code' && child.lang === 'answer',
      );
      const rubric = node.children.findLast((child): child is List => child.type === 'list');
      const question = node.children.filter((child) => child !== answer && child !== rubric);
      if (!answer) fail(file, node, 'an interview question needs a model answer, between ~~~answer and ~~~');
      if (!rubric) fail(file, node, 'an interview question needs a list of the points in a good answer');
      if (question.length === 0) fail(file, node, 'this :::interview contains no question');
      if (rubric.children.length < points.min || rubric.children.length > points.max)
        fail(
          file,
          rubric,
          `a list of points must have ${points.min} to ${points.max} entries, this one has ${rubric.children.length}`,
        );
      const words = answer.value.split(/\s+/).filter((word) => word !== '').length;
      if (words < answerWords.min || words > answerWords.max)
        fail(
          file,
          answer,
          `a model answer must have ${answerWords.min} to ${answerWords.max} words, this one has ${words}`,
        );
      parent?.children.splice(
        index ?? 0,
        1,
        jsxElement('Interview', { id }, [
          jsxElement('InterviewQuestion', {}, question),
          jsxElement('InterviewAnswer', {}, parseAnswer(answer, parse, file) as Blocks),
          jsxElement(
            'InterviewPoints',
            {},
            rubric.children.map((item) => jsxElement('InterviewPoint', {}, item.children)),
          ),
        ]),
      );
      return [SKIP, (index ?? 0) + 1];
    });
  };
}
