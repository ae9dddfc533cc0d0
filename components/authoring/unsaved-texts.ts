/** What was typed in a draft and not saved, kept in the tab in case the page is left. */
const keyOf = (draft: string, path: string) => `unsaved:${draft}:${path}`;

/** @returns undefined if there is nothing, or the browser keeps nothing */
export function unsavedText(draft: string, path: string): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(draft, path)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param text undefined forgets it */
export function keepUnsaved(draft: string, path: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(keyOf(draft, path));
    else sessionStorage.setItem(keyOf(draft, path), text);
  } catch {
    // Full or forbidden. Leaving the page asks first.
  }
}
