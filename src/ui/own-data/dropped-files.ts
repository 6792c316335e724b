// The files of what was dropped or chosen, with the folders they lie in.
import { MAX_IMAGES } from '../../contract/own-data.ts';
import type { NamedFile } from '../../state/own-data-files.ts';

/** Beyond this no folder is read on; the reader says that there are too many. */
const MOST = MAX_IMAGES + 5000;

/** Files chosen as a folder say themselves where they lie. */
export const filesOf = (list: FileList): NamedFile[] =>
  Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Folders are opened, and theirs. What cannot be read is left out. To be called while the drop is handled. */
export async function filesDropped(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0) return filesOf(transfer.files);
  const files: NamedFile[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry && files.length < MOST; entry = waiting.shift()) {
    if (isFile(entry)) {
      const file = await fileOf(entry);
      if (file) files.push({ path: entry.fullPath.replace(/^\//, ''), file });
    } else if (isFolder(entry)) waiting.push(...(await entriesOf(entry)));
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(null)));

/** A folder is read in portions, until there is an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (portion.length === 0 || all.length > MOST) return all;
    all.push(...portion);
  }
}
