/** Below the site's header. */
const READ_FROM_PX = 80;

/** Keeps the text in its place that the reader sees, because a change of its width moves it. */
export function keepReading(change: () => void): void {
  const blocks = [...document.querySelectorAll('article .prose > *, article .prose-part > *')];
  const isRead = (block: Element) => {
    const { top, bottom } = block.getBoundingClientRect();
    return top <= READ_FROM_PX && bottom > READ_FROM_PX;
  };
  // The last one, because a part of the text is a block and contains blocks.
  const read = blocks.findLast(isRead);
  const before = read?.getBoundingClientRect().top;
  change();
  if (read === undefined || before === undefined) return;
  scrollBy({ top: read.getBoundingClientRect().top - before, behavior: 'instant' });
}
