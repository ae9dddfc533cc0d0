import type { BlockContent, Code, DefinitionContent, List, Parent, Root } from 'mdast';
import type { Processor } from 'unified';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { jsxElement } from './jsx-element.ts';
import { parseAnswer } from './parse-answer.ts';
import { fail } from './problem.ts';

type Blocks = (BlockContent | DefinitionContent)[];

const answerWords = { least: 80, most: 200 };
const points = { least: 3, most: 5 };

/**
 * `:::interview{id="…"}` becomes its component: an open question, a model answer between `~~~answer` and
 * `~~~`, and a list of what a good answer names. None of it is secret: nobody marks it but the learner.
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
      if (!answer)
        fail(file, node, 'an interview question needs its model answer, between ~~~answer and ~~~');
      if (!rubric) fail(file, node, 'an interview question needs a list of what a good answer names');
      if (question.length === 0) fail(file, node, 'there is no question in this :::interview');
      if (rubric.children.length < points.least || rubric.children.length > points.most)
        fail(
          file,
          rubric,
          `a good answer names ${points.least} to ${points.most} things, this list has ${rubric.children.length}`,
        );
      const words = answer.value.split(/\s+/).filter((word) => word !== '').length;
      if (words < answerWords.least || words > answerWords.most)
        fail(
          file,
          answer,
          `a model answer has ${answerWords.least} to ${answerWords.most} words, this one has ${words}`,
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
