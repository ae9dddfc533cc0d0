/** Text of the files a learner may change, by path. */
export type Files = Readonly<Record<string, string>>;

/**
 * The edits of a learner. `beforeReset` holds the edits that a reset discarded, until the next edit, so that
 * the reset can be undone.
 */
export interface Draft {
  edits: Files;
  beforeReset?: Files;
}

export type DraftAction =
  | { type: 'edit'; path: string; text: string }
  | { type: 'reset' }
  | { type: 'undo-reset' };

export const emptyDraft: Draft = { edits: {} };

/** The storage key of the draft of an exercise. */
export const draftKey = (slug: string): string => `dfm.draft.${slug}`;

/**
 * Reads a stored draft. Returns an empty one if nothing readable is stored. Paths that are no longer editable
 * are left out.
 */
export function readDraft(stored: string | null, starter: Files): Draft {
  if (stored === null) return emptyDraft;
  const parsed = parseJson(stored);
  if (!isRecord(parsed) || parsed.version !== 1) return emptyDraft;
  const edits = texts(parsed.edits, starter);
  return parsed.beforeReset === undefined
    ? { edits }
    : { edits, beforeReset: texts(parsed.beforeReset, starter) };
}

export function writeDraft(draft: Draft): string {
  return JSON.stringify({ version: 1, ...draft });
}

export function reduceDraft(draft: Draft, action: DraftAction, starter: Files): Draft {
  switch (action.type) {
    case 'edit': {
      if (!Object.hasOwn(starter, action.path) || textOf(draft, starter, action.path) === action.text)
        return draft;
      const { [action.path]: _replaced, ...others } = draft.edits;
      return {
        edits: action.text === starter[action.path] ? others : { ...others, [action.path]: action.text },
      };
    }
    case 'reset':
      return isChanged(draft) ? { edits: {}, beforeReset: draft.edits } : draft;
    case 'undo-reset':
      return draft.beforeReset === undefined ? draft : { edits: draft.beforeReset };
  }
}

export const isChanged = (draft: Draft): boolean => Object.keys(draft.edits).length > 0;

function textOf(draft: Draft, starter: Files, path: string): string {
  return draft.edits[path] ?? starter[path] ?? '';
}

/** Current text of every editable file, to submit. */
export function currentFiles(draft: Draft, starter: Files): Files {
  return { ...starter, ...draft.edits };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function texts(value: unknown, starter: Files): Files {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && Object.hasOwn(starter, entry[0]),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
