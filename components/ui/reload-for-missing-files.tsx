/**
 * Loads the page again if the site did not have one of its scripts or style sheets. While an update replaces
 * several site processes, a page from one of them may ask another, which has files of a different build.
 *
 * An inline script, because it must not be missing itself. It checks once, when the page has loaded: later,
 * something may have been entered that a reload would lose. It tries for half a minute, in which an update
 * usually ends.
 */
export function ReloadForMissingFiles() {
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}

const tries = 6;
/** Doubles with each try. */
const firstPauseMs = 500;
const forgottenAfterMs = 60_000;

const script = `
addEventListener('load', () => {
  const isMissing = ({ name, responseStatus }) =>
    responseStatus >= 400 && name.startsWith(location.origin + '/_next/static/');
  if (!performance.getEntriesByType('resource').some(isMissing)) return;
  try {
    const tried = JSON.parse(sessionStorage.getItem('dfm.reloads') ?? '[]').filter(
      (at) => Date.now() - at < ${forgottenAfterMs},
    );
    if (tried.length >= ${tries}) return;
    sessionStorage.setItem('dfm.reloads', JSON.stringify([...tried, Date.now()]));
    setTimeout(() => location.reload(), ${firstPauseMs} * 2 ** tried.length);
  } catch {
    // Without a store, nothing would end the reloads.
  }
});
`;
