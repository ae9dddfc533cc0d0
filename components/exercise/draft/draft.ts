/** Text of the files a learner may change, by path. */
export type Files = Readonly<Record<string, string>>;

/** An earlier attempt that replaced the edits of a draft. */
interface LoadedAttempt {
  /** Its number. */
  attempt: number;
  /** The edits that it replaced. */
  before: Files;
}

/**
 * The edits of a learner. `beforeReset` holds the edits that a reset discarded, until the next edit, so that
 * the reset can be undone. `loaded` has the attempts that were loaded, the newest last, each of which can be
 * undone, until the learner dismisses them.
 */
export interface Draft {
  edits: Files;
  beforeReset?: Files;
  loaded?: readonly LoadedAttempt[];
}

/** Each stored attempt has the texts that it replaced, and the storage of a site is limited to a few MB. */
const maxLoaded = 5;

export type DraftAction =
  | { type: 'edit'; path: string; text: string }
  | { type: 'reset' }
  | { type: 'undo-reset' }
  | { type: 'load'; attempt: number; files: Files }
  | { type: 'undo-load' }
  | { type: 'dismiss-loads' };

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
  return {
    edits: texts(parsed.edits, starter),
    ...(parsed.beforeReset === undefined ? {} : { beforeReset: texts(parsed.beforeReset, starter) }),
    ...withLoaded(loadedAttempts(parsed.loaded, starter)),
  };
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
        ...withLoaded(draft.loaded),
      };
    }
    case 'reset':
      return isChanged(draft) ? { edits: {}, beforeReset: draft.edits, ...withLoaded(draft.loaded) } : draft;
    case 'undo-reset':
      return draft.beforeReset === undefined
        ? draft
        : { edits: draft.beforeReset, ...withLoaded(draft.loaded) };
    case 'load':
      return load(draft, action, starter);
    case 'undo-load': {
      const last = draft.loaded?.at(-1);
      return last === undefined ? draft : { edits: last.before, ...withLoaded(draft.loaded?.slice(0, -1)) };
    }
    case 'dismiss-loads':
      return { edits: draft.edits };
  }
}

/** The texts of the attempt become the edits. Changes nothing if they already are. */
function load(
  draft: Draft,
  { attempt, files }: Extract<DraftAction, { type: 'load' }>,
  starter: Files,
): Draft {
  const edits = Object.fromEntries(
    Object.entries(texts(files, starter)).filter(([path, text]) => text !== starter[path]),
  );
  const isSame = Object.keys(starter).every(
    (path) => textOf({ edits }, starter, path) === textOf(draft, starter, path),
  );
  return isSame
    ? draft
    : { edits, ...withLoaded([...(draft.loaded ?? []), { attempt, before: draft.edits }].slice(-maxLoaded)) };
}

const withLoaded = (loaded: Draft['loaded']): Pick<Draft, 'loaded'> =>
  loaded === undefined || loaded.length === 0 ? {} : { loaded };

export const isChanged = (draft: Draft): boolean => Object.keys(draft.edits).length > 0;

function textOf({ edits }: Pick<Draft, 'edits'>, starter: Files, path: string): string {
  return edits[path] ?? starter[path] ?? '';
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

function loadedAttempts(value: unknown, starter: Files): LoadedAttempt[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) =>
    isRecord(item) && typeof item.attempt === 'number'
      ? [{ attempt: item.attempt, before: texts(item.before, starter) }]
      : [],
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
