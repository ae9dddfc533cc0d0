/** What was typed in a draft and not saved, kept in the tab in case the page is left. */
const keyOf = (draft: string, path: string) => `unsaved:${draft}:${path}`;
/** The commit that it was typed on, without which a save could undo what others saved since. */
const commitKeyOf = (draft: string, path: string) => `unsaved-on:${draft}:${path}`;

/** @returns undefined if there is nothing, or the browser keeps nothing */
export function unsavedText(draft: string, path: string): string | undefined {
  return read(keyOf(draft, path));
}

/** The commit that an unsaved text is based on; undefined without one. */
export function unsavedTextCommit(draft: string, path: string): string | undefined {
  return read(commitKeyOf(draft, path));
}

/** The files of a draft in which something was typed and not saved, sorted. */
export function unsavedPaths(draft: string): string[] {
  const start = keyOf(draft, '');
  try {
    return Object.keys(sessionStorage)
      .flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []))
      .toSorted();
  } catch {
    return [];
  }
}

/** @param text undefined forgets it. @param commit that it is based on */
export function keepUnsaved(draft: string, path: string, text: string | undefined, commit?: string): void {
  try {
    if (text === undefined) sessionStorage.removeItem(keyOf(draft, path));
    else sessionStorage.setItem(keyOf(draft, path), text);
    if (text === undefined || commit === undefined) sessionStorage.removeItem(commitKeyOf(draft, path));
    else sessionStorage.setItem(commitKeyOf(draft, path), commit);
  } catch {
    // Full or forbidden. Leaving the page asks first.
  }
}

function read(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
