/** Files below one heading of the list. */
interface Folder {
  folder: string;
  files: { path: string; name: string }[];
}

/**
 * Files by what they belong to: all lessons together, each exercise, lab and project by itself.
 *
 * @param paths sorted
 * @returns in the order of the paths, with those at the top first
 */
export function groupFiles(paths: readonly string[]): Folder[] {
  const groups = new Map<string, Folder>();
  for (const path of paths) {
    const parts = path.split('/');
    const depth = ['exercises', 'labs', 'projects'].includes(parts[0]!) ? 2 : 1;
    const folder = parts.length > depth ? parts.slice(0, depth).join('/') : 'course';
    const name = parts.length > depth ? parts.slice(depth).join('/') : path;
    const group = groups.get(folder) ?? { folder, files: [] };
    group.files.push({ path, name });
    groups.set(folder, group);
  }
  const all = [...groups.values()];
  return [
    ...all.filter(({ folder }) => folder === 'course'),
    ...all.filter(({ folder }) => folder !== 'course'),
  ];
}
