// A set-up as a file: JSON, bounded, read through the same door as a link.
import { type Parsed, parseSetup, type Setup } from '../contract/setup.ts';
import { FORBIDDEN_KEYS } from './json.ts';

export const MAX_FILE = 256 * 1024;
const FORMAT = 'stillroom-setup';

export const writeSetupFile = (setup: Setup): string =>
  `${JSON.stringify({ format: FORMAT, version: 1, setup }, null, 2)}\n`;

/** `bytes` is the size of the file, so that a large one is refused before it is read. */
export async function readSetupFile(file: {
  readonly size: number;
  text(): Promise<string>;
}): Promise<Parsed<Setup>> {
  if (file.size > MAX_FILE)
    return refuse(`The file has ${file.size} bytes; a set-up has at most ${MAX_FILE}.`);
  try {
    return readSetup(await file.text());
  } catch (error) {
    return refuse(`The file could not be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
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
