/** What an author chose to import: an archive, or files with their paths. */
export type Chosen = File | FormData;

/** The files of a folder picker, by their paths below the folder's parent. */
export function chosenFolder(files: Iterable<File>): FormData {
  const form = new FormData();
  for (const file of files) form.append(file.webkitRelativePath || file.name, file);
  return form;
}

/**
 * What was dropped: a single archive as it is, and everything else as files.
 *
 * @param items must be read before the event ends, so this starts at once
 */
export async function dropped(items: DataTransferItemList): Promise<Chosen> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && isFile(first) && isArchive(first.name))
    return fileOf(first);
  const form = new FormData();
  for (const entry of entries) await addTo(form, entry);
  return form;
}

const isArchive = (name: string) => /\.(zip|tar|tgz|tar\.gz)$/i.test(name);
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function addTo(form: FormData, entry: FileSystemEntry): Promise<void> {
  if (isFile(entry)) form.append(entry.fullPath.replace(/^\//, ''), await fileOf(entry));
  else if (isFolder(entry)) for (const inner of await entriesOf(entry)) await addTo(form, inner);
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A reader returns some of the entries at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}
