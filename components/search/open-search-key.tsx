/**
 * Ctrl K opens the search. An inline script, because a key that is pressed before the page's code has arrived
 * would otherwise go to the browser: Firefox moves to its own search field, and what is typed next is lost.
 */
export function OpenSearchKey() {
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}

const script = `
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
  const dialog = document.querySelector('dialog.search');
  if (!dialog) return;
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
});
`;
