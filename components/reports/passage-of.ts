import type { Passage } from '@dfm/contracts/browser-api';
import { cutPassage } from './cut-passage.ts';

/** Elements that begin a new line of text. Each line of a code block is a `div`. */
const blocks =
  'p, li, td, th, dt, dd, h1, h2, h3, h4, div, pre, figcaption, label, legend, summary, blockquote';
/** Text that the page adds to that of the author. */
const added =
  'button, script, style, .sr-only, [data-report], .option-mark, .quiz-heading, .lab-step-number, .report-place';

/**
 * The passage of the page that a report is about.
 *
 * @param about without text in it or undefined: the page as a whole, quoted by its title
 */
export function passageOf(about: Range | Element | null | undefined): Passage {
  const range = about instanceof Element ? rangeOf(about) : about;
  const root = elementAt(range?.startContainer)?.closest('[data-reportable]');
  const whole = { anchor: '', quote: pageTitle(), before: '', after: '' };
  if (!range || !root) return whole;
  const { text, start, end, first } = readText(root, range);
  const cut = cutPassage(text, start, end);
  return cut.quote === '' ? whole : { ...cut, anchor: anchorAt(root, first) };
}

function rangeOf(element: Element): Range {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range;
}

const pageTitle = () => document.querySelector('h1')?.textContent?.trim().slice(0, 200) || document.title;

const elementAt = (node: Node | null | undefined) => (node instanceof Element ? node : node?.parentElement);

/** The text of an element, where a range is in it, and the first of its nodes. */
function readText(root: Element, range: Range): { text: string; start: number; end: number; first: Node } {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(added) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let [text, start, end] = ['', -1, -1];
  let first: Node = range.startContainer;
  let block: Element | null | undefined;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const around = node.parentElement?.closest(blocks);
    if (around !== block) text += '\n';
    block = around;
    const value = node.nodeValue ?? '';
    if (range.intersectsNode(node)) {
      if (start === -1) {
        start = text.length + (node === range.startContainer ? range.startOffset : 0);
        first = node;
      }
      end = text.length + (node === range.endContainer ? range.endOffset : value.length);
    }
    text += value;
  }
  return { text, start: Math.max(0, start), end: Math.max(0, end), first };
}

/** The option, the question, the section or the step of a lab to which a node belongs. */
function anchorAt(root: Element, node: Node): string {
  const element = elementAt(node);
  if (root.matches('[data-lab]')) return element?.closest<HTMLElement>('[data-step]')?.dataset.step ?? '';
  const question = element?.closest<HTMLElement>('[data-question]');
  const quiz = question?.closest<HTMLElement>('[data-quiz]')?.dataset.quiz;
  if (question && quiz !== undefined) {
    const option = element?.closest<HTMLElement>('[data-option]')?.dataset.option;
    return [quiz, question.dataset.question, ...(option === undefined ? [] : [option])].join('/');
  }
  const text = root.matches('.prose') ? root : root.querySelector('.prose');
  const headings = [...(text?.querySelectorAll(':is(h2, h3, h4)[id]') ?? [])];
  const last = headings.findLast(
    (heading) =>
      heading.contains(node) || heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return last ? `#${last.id}` : '';
}
