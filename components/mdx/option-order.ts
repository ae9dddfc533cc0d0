/**
 * Options of a question are in a different order for each browser, so that “the second one” helps no
 * neighbour. Pages are prerendered in the order of the lesson's text, so an inline script puts them in order
 * before they are drawn, and React renders the same order when it takes over.
 */

const storedAs = 'dfm.option-order';

/**
 * The place of an option among those of its question: they are sorted by this number, a hash (32-bit FNV-1a)
 * of the seed and the names.
 */
export function optionRank(seed: string, quiz: string, question: string, option: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${quiz}/${question}/${option}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  // The last characters have changed only the lowest bits much.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The seed of this browser, made when it is first needed. Undefined if the browser stores nothing. */
export function browserSeed(key = storedAs): string | undefined {
  try {
    const stored = localStorage.getItem(key);
    if (stored !== null) return stored;
    const made = String(Math.random()).slice(2);
    localStorage.setItem(key, made);
    return made;
  } catch {
    return undefined;
  }
}

/** Moves the options of all questions of the document to their places, and marks it with the seed. */
function placeOptions(seed: string | undefined, rank: typeof optionRank): void {
  if (seed === undefined) return;
  document.documentElement.dataset.optionOrder = seed;
  for (const question of document.querySelectorAll<HTMLElement>('[data-quiz] [data-question]')) {
    const quiz = question.closest<HTMLElement>('[data-quiz]')!.dataset.quiz!;
    const rankOf = ({ dataset }: HTMLElement) =>
      rank(seed, quiz, question.dataset.question!, dataset.option!);
    const options = [...question.querySelectorAll<HTMLElement>('[data-option]')];
    question.append(...options.sort((a, b) => rankOf(a) - rankOf(b)));
  }
}

/** The inline script. The functions are included as text, so they use nothing but their arguments. */
export const placeOptionsScript = `(${placeOptions})((${browserSeed})(${JSON.stringify(storedAs)}),${optionRank})`;

/** The seed by which the inline script has placed the options of the served page; undefined on the server. */
export function placedSeed(): string | undefined {
  return typeof document === 'undefined' ? undefined : document.documentElement.dataset.optionOrder;
}
