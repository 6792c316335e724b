// One hash of all state: two runs with the same one are the same run, bit for bit.
import type { Slots } from '../gpu/slots.ts';

/** SHA-256 over the names and bytes of all slots in the order of their names, hex. */
export async function fingerprint(slots: Slots): Promise<string> {
  const snapshot = await slots.snapshot();
  const parts = Object.keys(snapshot)
    .sort()
    .flatMap((name) => {
      const { buffer, byteOffset, byteLength } = snapshot[name] as Float32Array<ArrayBuffer>;
      return [new TextEncoder().encode(name), new Uint8Array(buffer, byteOffset, byteLength)];
    });
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
