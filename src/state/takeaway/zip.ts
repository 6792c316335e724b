// Files packed into one, a piece at a time, so that the page keeps moving: large files as they are, texts deflated.
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

const PIECE = 1024 * 1024;
/** Files up to here are deflated. */
const SMALL = 512 * 1024;

/** @param pause is awaited between pieces */
export async function zipOf(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  pause: () => Promise<void>,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(part as Uint8Array<ArrayBuffer>);
  });
  for (const [name, bytes] of Object.entries(files)) {
    const entry = bytes.length > SMALL ? new ZipPassThrough(name) : new ZipDeflate(name);
    zip.add(entry);
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE) {
      entry.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      await pause();
    }
  }
  zip.end();
  if (failure) throw failure;
  return new Blob(parts, { type: 'application/zip' });
}
