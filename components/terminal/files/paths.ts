/** Name of a file or folder; the home, '', has none. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The folder that contains it; '' is the home. */
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const childOf = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Whether a path is a folder's own, or of something in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || folder === '' || path.startsWith(`${folder}/`);

/** A path after a file or a folder around it was renamed. */
export const moved = (path: string, from: string, to: string): string =>
  isWithin(path, from) ? to + path.slice(from.length) : path;
