// A set-up as a file: JSON, bounded, read through the same door as a link.
import { type Parsed, parseSetup, type Setup } from '../contract/setup.ts';
import { FORBIDDEN_KEYS } from './json.ts';

export const MAX_FILE = 256 * 1024;
const FORMAT = 'stillroom-setup';
export const RESULTS = 'stillroom-results';
/** Results hold all that was measured beside their set-up. */
const MAX_RESULTS = 8 * 1024 * 1024;
/** Within how many characters results say that they are some. */
const HEAD = 200;

export const writeSetupFile = (setup: Setup): string =>
  `${JSON.stringify({ format: FORMAT, version: 1, setup }, null, 2)}\n`;

/** Reads a set-up, or that of exported results. A file that is too large is refused before it is read. */
export async function readSetupFile(
  file: Pick<Blob, 'size' | 'text'> & { slice(from: number, to: number): Pick<Blob, 'text'> },
): Promise<Parsed<Setup>> {
  try {
    const results = (await file.slice(0, HEAD).text()).includes(`"${RESULTS}"`);
    const most = results ? MAX_RESULTS : MAX_FILE;
    if (file.size > most)
      return refuse(
        `The file has ${file.size} bytes; ${results ? 'results have' : 'a set-up has'} at most ${most}.`,
      );
    const text = await file.text();
    return results ? readResults(text) : readSetup(text);
  } catch (error) {
    return refuse(`The file could not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The set-up of exported results, through the door that all set-ups come through; the rest is not looked at. */
function readResults(text: string): Parsed<Setup> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(`The file is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!isRecord(json) || json.format !== RESULTS) return readSetup(text);
  return readSetup(JSON.stringify({ format: FORMAT, version: json.version, setup: json.setup ?? null }));
}

export function readSetup(text: string): Parsed<Setup> {
  if (text.length > MAX_FILE)
    return refuse(`The text has ${text.length} characters; a set-up has at most ${MAX_FILE}.`);
  let json: unknown;
  try {
    json = JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN_KEYS.includes(key)) throw new ForbiddenKey(key);
      return value;
    });
  } catch (error) {
    if (error instanceof ForbiddenKey)
      return refuse(
        `The file has a key named "${error.key}", which a set-up never has. Nothing of it was used.`,
      );
    return refuse(`The file is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (isRecord(json) && json.format === FORMAT) {
    if (json.version !== 1) return refuse(`version: expected 1, got ${String(json.version).slice(0, 20)}.`);
    return parseSetup(json.setup);
  }
  if (isRecord(json) && json.format !== undefined)
    return refuse(
      `format: expected "${FORMAT}" or "${RESULTS}", got ${(JSON.stringify(json.format) ?? '').slice(0, 40)}.`,
    );
  return parseSetup(json);
}

class ForbiddenKey extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const refuse = (problem: string): Parsed<never> => ({ ok: false, problems: [problem] });
