// Files are read here, away from the page: tables and images, one request a worker.

import type { Reading } from './own-data-assemble.ts';
import type { FileRequest, FileResponse, NamedFile } from './own-data-files.ts';
import { type Decode, MAX_IMAGE_BYTES, MAX_ZIP_BYTES, readImages, readZip } from './own-data-images.ts';
import { Refused, remark } from './own-data-remarks.ts';
import { MAX_TABLE_BYTES, megabytes, readTable } from './own-data-table.ts';
import type { Unpacked } from './own-data-zip.ts';

const say = (response: FileResponse) => self.postMessage(response);
const progress = (done: number) => say({ type: 'progress', done });

const decode: Decode = async (bytes, type, side) => {
  if (typeof OffscreenCanvas === 'undefined') throw new Refused('refused.noCanvas');
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
  const size = { resizeWidth: side, resizeHeight: side, resizeQuality: 'high' as const };
  const image = await createImageBitmap(blob, {
    ...size,
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Refused('refused.noCanvas');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, side, side).data;
  } finally {
    image.close();
  }
};

/** One file after another, so that only one is in memory at a time; one that is too large is not read at all. */
async function* contents(files: readonly NamedFile[]): AsyncGenerator<Unpacked> {
  for (const { path, file } of files) {
    if (file.size > MAX_IMAGE_BYTES) {
      const sizes = { size: megabytes(file.size), most: megabytes(MAX_IMAGE_BYTES) };
      yield { path, refused: remark('left.file.large', { name: path, ...sizes }) };
    } else yield { path, bytes: new Uint8Array(await file.arrayBuffer()) };
  }
}

async function bytesOf(file: File, most: number): Promise<Uint8Array> {
  if (file.size > most)
    throw new Refused('refused.tooLarge', { size: megabytes(file.size), most: megabytes(most) });
  return new Uint8Array(await file.arrayBuffer());
}

async function read(request: FileRequest): Promise<Reading> {
  switch (request.type) {
    case 'table':
      return readTable(await bytesOf(request.file, MAX_TABLE_BYTES), request.choice);
    case 'zip':
      return readZip(await bytesOf(request.file, MAX_ZIP_BYTES), request.choice, decode, progress);
    case 'images':
      return readImages(contents(request.files), request.choice, decode, progress);
  }
}

self.onmessage = async ({ data }: MessageEvent<FileRequest>) => {
  try {
    say({ type: 'read', reading: await read(data) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const why = error instanceof Refused ? error.remark : remark('refused.unreadable', { reason });
    say({ type: 'read', reading: { data: null, remarks: [why] } });
  }
};
