const PART_BYTES_MAX = 200;
const PATH_BYTES_MAX = 1_000;
/** Names that git or Windows and macOS read as another name. */
const ofGit = /^\.git(attributes|ignore|modules)?[ .]*$|^git~\d+$/i;

/**
 * Why a path cannot be in the content: it could leave the folder, or be another file elsewhere.
 *
 * @param path relative, with `/`
 * @returns a sentence; undefined if it can be
 */
export function pathProblem(path: string): string | undefined {
  if (Buffer.byteLength(path) > PATH_BYTES_MAX) return `The path is longer than ${PATH_BYTES_MAX} bytes.`;
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'A path has names separated by single slashes, without “.” and “..”.';
  if (/[\p{Cc}\p{Cf}\\:*?"<>|\uFFFD]/u.test(path) || !path.isWellFormed())
    return 'A name cannot contain control characters or one of \\ : * ? " < > |';
  if (parts.some((part) => Buffer.byteLength(part) > PART_BYTES_MAX))
    return `A name is longer than ${PART_BYTES_MAX} bytes.`;
  if (parts.some((part) => ofGit.test(part)))
    return 'Names that git uses for itself cannot be in the content.';
  if (parts.some((part) => /[ .]$/.test(part))) return 'A name cannot end with a space or a dot.';
  return undefined;
}

/** More than a team works on, and few enough to list. */
export const DRAFTS_MAX = 100;

/** The ID of a draft, as a regular expression that `grep -E` understands too. */
export const DRAFT_ID = '[a-z0-9](-?[a-z0-9]){0,39}';
const draftId = new RegExp(`^${DRAFT_ID}$`);

/** Whether it can be the ID of a draft: part of a branch's name. */
export function isDraftId(id: string): boolean {
  return draftId.test(id);
}

/** Whether it is the name of an object as git prints it, which no option or branch looks like. */
export function isCommit(name: string): boolean {
  return /^[0-9a-f]{40}$/.test(name);
}
