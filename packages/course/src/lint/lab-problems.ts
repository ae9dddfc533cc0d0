import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '@dfm/contracts/lab';
import type { ContentProblem } from '@dfm/course/exercises';
import { labScripts } from '../labs/lab-scripts.ts';
import { loadLab } from '../labs/load-lab.ts';
import { readMdx } from '../mdx/read-mdx.ts';
import { linesOfYaml, type YamlPath } from '../yaml/node-offset.ts';
import { labOrderProblem } from './course-order.ts';
import { unknownImages } from './lab-images.ts';
import { unwrittenProblems } from './lesson-shape.ts';
import { writtenTree } from './lesson-text.ts';
import { linkProblems, type LinkTargets } from './links.ts';
import { listProblems, type LintRules } from './lint-content.ts';
import { syntaxMistake } from './shell-syntax.ts';
import { problemsOf, textProblems, wordProblems } from './text-problems.ts';
import { wordingProblems } from './wording.ts';

/** All problems in a lab that can be found without playing it. */
export async function labProblems(
  contentRoot: string,
  slug: string,
  { targets, modules, ...rules }: LintRules,
): Promise<ContentProblem[]> {
  return problemsOf(async () => {
    const { lab, texts } = await loadLab(contentRoot, slug);
    const folder = join(contentRoot, 'labs', slug);
    const file = join(folder, 'lab.yaml');
    const yaml = await readFile(file, 'utf8');
    const lines = yaml.split('\n');
    const lineOf = linesOfYaml(yaml);
    const at = (path: YamlPath, message: string) => ({ file, line: lineOf(path), message });
    /** A line of a script, which follows the key if it is a block of its own. */
    const inScript = (path: YamlPath, line: number, message: string) => {
      const first = lineOf(path);
      const isBlock = /[|>][-+\d]*\s*$/.test(lines[first - 1]!);
      return { file, line: first + (isBlock ? line : line - 1), message };
    };
    const late = labOrderProblem(lab, modules);
    return [
      ...listProblems('lab', slug, file, { modules }),
      ...(late === undefined ? [] : [at(['lesson'], late)]),
      ...labReferenceProblems(lab, targets).map(({ path, message }) => at(path, message)),
      ...labWords(lab).flatMap(([path, text]) =>
        wordProblems(text, file, rules).map(({ message }) => at(path, message)),
      ),
      ...wordingProblems(yaml).map((problem) => ({ file, ...problem })),
      ...labScripts(lab).flatMap(({ path, text }) => {
        const mistake = scriptMistake(text);
        return mistake === undefined ? [] : [inScript(path, mistake.line, mistake.message)];
      }),
      ...unknownImages(lab).map(({ script, line, name }) =>
        inScript(
          script.path,
          line,
          `no learner has the image ${name}: list it in bases, or make it with an earlier command`,
        ),
      ),
      ...(
        await Promise.all(
          [...texts].map(([id, text]) =>
            stepTextProblems(join(folder, 'steps', `${id}.mdx`), text, { targets, ...rules }),
          ),
        )
      ).flat(),
    ];
  });
}

/** What a lab names in vain, and sentences by which learners cannot tell two conditions apart. */
function labReferenceProblems(
  { lesson, steps }: Pick<Lab, 'lesson' | 'steps'>,
  { lessons }: Pick<LinkTargets, 'lessons'>,
): { path: YamlPath; message: string }[] {
  return [
    ...(lesson === undefined || lessons.has(lesson)
      ? []
      : [{ path: ['lesson'], message: `lesson: there is no lesson ${lesson}` }]),
    ...steps.flatMap(({ done }, index) => {
      const sentences = done.map(({ says }) => says);
      return sentences.flatMap((says, number) =>
        sentences.indexOf(says) === number
          ? []
          : [
              {
                path: ['steps', index, 'done', number, 'says'],
                message: `“${says}” appears twice in this step`,
              },
            ],
      );
    }),
  ];
}

/** The words of a lab that people read, with their places in `lab.yaml`. */
function labWords({ title, summary, steps }: Lab): [path: YamlPath, text: string][] {
  return [
    [['title'], title],
    [['summary'], summary],
    ...steps.flatMap((step, index): [YamlPath, string][] => {
      const path = ['steps', index];
      return [
        [[...path, 'title'], step.title],
        ...step.done.map(({ says }, number): [YamlPath, string] => [[...path, 'done', number, 'says'], says]),
        ...step.hints.map((hint, number): [YamlPath, string] => [[...path, 'hints', number], hint]),
        ...step.wrong.map((wrong, number): [YamlPath, string] => [
          [...path, 'wrong', number, 'title'],
          wrong.title,
        ]),
      ];
    }),
  ];
}

/** Why commands cannot be typed as they are; undefined if they can. */
function scriptMistake(text: string): { line: number; message: string } | undefined {
  const tab = text.split('\n').findIndex((line) => line.includes('\t'));
  if (tab !== -1)
    return {
      line: tab + 1,
      message: 'a tab, which a shell does not take as text when it is typed: use spaces',
    };
  const mistake = syntaxMistake('bash', text);
  return mistake && { line: mistake.line, message: `this command is not valid shell: ${mistake.reason}` };
}

async function stepTextProblems(
  file: string,
  text: string,
  { targets, ...rules }: Omit<LintRules, 'modules'>,
): Promise<ContentProblem[]> {
  return problemsOf(async () => {
    await readMdx(text, file, 'statement');
    const tree = writtenTree(text);
    return [
      ...linkProblems(tree, file, targets),
      ...unwrittenProblems(tree, file),
      ...textProblems({ file, tree }, rules),
      ...wordingProblems(text).map((problem) => ({ file, ...problem })),
    ];
  });
}
