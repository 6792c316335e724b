// Reads the files of `public/data` over the network. Programs for the command line bring their own reader.
import type { Read } from './dataset.ts';

/**
 * A reader of the files under `base`, an absolute address of the folder `data/`, e.g. `https://host/app/data/`.
 * @throws (when reading) a sentence with the file and the answer of the server.
 */
export function fetchReader(base: string): Read {
  return async (file) => {
    const response = await fetch(new URL(file, base)).catch((error: unknown) => {
      throw new Error(`${file}: could not be fetched: ${error instanceof Error ? error.message : error}.`);
    });
    if (!response.ok) throw new Error(`${file}: the server answered ${response.status}.`);
    // A server for single-page applications answers a missing file with its index page and says that all is well.
    if (response.headers.get('content-type')?.includes('text/html'))
      throw new Error(`${file}: the server sent a web page instead, so it has no such file.`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
