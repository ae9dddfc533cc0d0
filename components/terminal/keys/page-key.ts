/** What a key does in the page instead of in the shell. */
type PageKey = 'leave' | 'search' | 'copy' | 'paste';

const withCtrlShift: Partial<Record<string, PageKey>> = { KeyF: 'search', KeyC: 'copy', KeyV: 'paste' };

/** @returns undefined if the key belongs to the shell */
export function pageKeyOf({
  key,
  code,
  ctrlKey,
  shiftKey,
  altKey,
  metaKey,
}: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>): PageKey | undefined {
  if (altKey || metaKey) return undefined;
  if (key === 'F6' && !ctrlKey && !shiftKey) return 'leave';
  return ctrlKey && shiftKey ? withCtrlShift[code] : undefined;
}
