/** Below the site's header. */
const READ_FROM_PX = 80;

/** Keeps the text in its place that the reader sees, because a change of its width moves it. */
export function keepReading(change: () => void): void {
  const blocks = [...document.querySelectorAll('article .prose > *, article .prose-part > *')];
  const read = blocks.find((block) => block.getBoundingClientRect().bottom > READ_FROM_PX);
  const before = read?.getBoundingClientRect().top;
  change();
  // At the beginning of a page, what is above the text has to stay.
  if (read === undefined || before === undefined || before > READ_FROM_PX) return;
  scrollBy({ top: read.getBoundingClientRect().top - before, behavior: 'instant' });
}
