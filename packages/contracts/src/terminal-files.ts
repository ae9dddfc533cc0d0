import * as z from 'zod/mini';

/** Limits of the files in a session's sandbox, the same in every part. */
export const fileLimits = {
  /** Entries of a folder that are listed. */
  entries: 1_000,
  /** Bytes of a text that can be edited. */
  editedBytes: 2 ** 20,
  /** Bytes of a file that can be uploaded or downloaded. */
  movedBytes: 16 * 2 ** 20,
  /** Bytes of one `part`. With its envelope, it fits into a message of a page (64 KiB). */
  partBytes: 45_000,
  /** Bytes that answer one `read`: fewer only at the end of the file. */
  readBytes: 256 * 2 ** 10,
  /** Characters of a path, and bytes of each name in it. */
  pathLength: 1_000,
  nameBytes: 255,
  /** Files and folders of one `changes`. */
  watched: 64,
} as const;

/** Whether a file or folder can have this name. */
export function isFileName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) return false;
  return new TextEncoder().encode(name).length <= fileLimits.nameBytes;
}

const isPath = (path: string): boolean => path.split('/').every(isFileName);
const pathText = z.string().check(z.maxLength(fileLimits.pathLength));

/** A file or folder, from the learner's home. */
const path = pathText.check(z.refine(isPath));
/** The same, or the home itself: ''. */
const folder = pathText.check(z.refine((text) => text === '' || isPath(text)));
/** Changes when the file is written, or replaced by a different one; for a folder, when its entries change. */
const version = z.string().check(z.regex(/^[\d.-]{1,100}$/));
/** Empty for a folder that is changing right now, so that its next version is a different one. */
const folderVersion = z.union([version, z.literal('')]);

/** @param maxBytes of what is encoded */
const base64 = (maxBytes: number) =>
  z.string().check(z.maxLength(4 * Math.ceil(maxBytes / 3)), z.regex(/^[A-Za-z0-9+/]*={0,2}$/));

/** A number that a page has chosen for an upload. */
const upload = z.int().check(z.gte(1));
const movedBytes = z.int().check(z.gte(0), z.lte(fileLimits.movedBytes));

/** What a page can do with the files. Every path can lead through links, with the rights of the learner. */
export const fileRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), path: folder }),
  /** Which of these files and folders have a different version now, or are gone? */
  z.object({
    kind: z.literal('changes'),
    known: z
      .array(z.object({ path: folder, version: folderVersion }))
      .check(z.minLength(1), z.maxLength(fileLimits.watched)),
  }),
  /** The bytes from `offset`, which are refused if the file no longer has `version`. Null: any version. */
  z.object({ kind: z.literal('read'), path, offset: movedBytes, version: z.nullable(version) }),
  /** Bytes for a later `save`. The first part has the offset 0, and begins an upload again. */
  z.object({
    kind: z.literal('part'),
    upload,
    offset: movedBytes,
    data: base64(fileLimits.partBytes),
  }),
  /**
   * Writes the parts of an upload, `size` bytes together, into a file. `expected` is the version that it
   * replaces; `new`: there must be no such file; `any`: whatever is there.
   */
  z.object({
    kind: z.literal('save'),
    path,
    expected: z.union([version, z.literal('new'), z.literal('any')]),
    upload,
    size: movedBytes,
  }),
  z.object({ kind: z.literal('folder'), path }),
  /** Also moves to a different folder. Nothing is replaced. */
  z.object({ kind: z.literal('rename'), path, to: path }),
  /** Removes a file, or a folder with everything in it. */
  z.object({ kind: z.literal('remove'), path }),
]);
export type FileRequest = z.infer<typeof fileRequestSchema>;

/** Why a request failed. */
export const fileFailures = [
  'gone',
  'denied',
  'full',
  'exists',
  /** It is a folder, a pipe or a device. */
  'notFile',
  'notFolder',
  'tooLarge',
  'longName',
  /** It has a different version. */
  'changed',
  /** Parts of the upload are missing. */
  'lost',
  /** It took too long. It may or may not have been done. */
  'timeout',
  /** Too many requests are waiting. */
  'busy',
  /** The program that answers could not be started, or was ended by something in the sandbox. */
  'unavailable',
  /** Anything else. */
  'failed',
] as const;
export type FileFailure = (typeof fileFailures)[number];

const fileEntrySchema = z.object({
  name: z.string().check(z.refine(isFileName)),
  /** For a link, what it leads to; `other` if that does not exist. */
  kind: z.enum(['folder', 'file', 'other']),
  isLink: z.boolean(),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** The answer to a request. It comes from a program that the learner can replace. */
export const fileAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), reason: z.enum(fileFailures) }),
  /** `list` */
  z.object({
    kind: z.literal('entries'),
    version: folderVersion,
    entries: z.array(fileEntrySchema).check(z.maxLength(fileLimits.entries)),
    /** Whether there are more. */
    isCut: z.boolean(),
    /** Entries that are left out because their names are not UTF-8. */
    unreadable: z.int().check(z.gte(0)),
  }),
  /** `changes`: the paths that have changed. */
  z.object({ kind: z.literal('changed'), paths: z.array(folder).check(z.maxLength(fileLimits.watched)) }),
  /** `read`: `size` is that of the whole file. */
  z.object({
    kind: z.literal('bytes'),
    version,
    size: z.int().check(z.gte(0)),
    data: base64(fileLimits.readBytes),
  }),
  /** `save` */
  z.object({ kind: z.literal('saved'), version }),
  /** `part`, `folder`, `rename`, `remove` */
  z.object({ kind: z.literal('done') }),
]);
export type FileAnswer = z.infer<typeof fileAnswerSchema>;
