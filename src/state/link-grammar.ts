// How single values stand in a link: numbers, words, lists, knobs, lanes. Readable, and exactly one way to write each.
//   knobs   T:8,alpha:0.5,form:'two words'
//   lanes   alone;kd(T:8);adl'My name';kd@5<1!hard;own-weight='fn weight…'
//           a name, then @ its colour, < the place of the lane it was copied from, ! a term left out, = its code
//   length  20epochs
import type { KnobValue, KnobValues } from '../contract/cards.ts';
import type { LaneSpec, TrainingSpec } from '../contract/setup.ts';
import { FORBIDDEN_KEYS } from './json.ts';

/** What is wrong with a link, as a sentence. */
export class LinkError extends Error {}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const WORD = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export function readNumber(text: string): number {
  if (!NUMBER.test(text)) throw new LinkError(`expected a number, got "${shown(text)}"`);
  return Number(text);
}

export function readFlag(text: string): boolean {
  if (text !== 'true' && text !== 'false')
    throw new LinkError(`expected true or false, got "${shown(text)}"`);
  return text === 'true';
}

export const writeWidths = (widths: readonly number[]): string => widths.join(',');
export const readWidths = (text: string): number[] => (text === '' ? [] : text.split(',').map(readNumber));

export const writeLength = (length: TrainingSpec['length']): string => `${length.count}${length.unit}`;
export function readLength(text: string): TrainingSpec['length'] {
  const match = /^(\d+)(steps|epochs)$/.exec(text);
  if (!match) throw new LinkError(`expected a length such as 600steps or 20epochs, got "${shown(text)}"`);
  return { count: Number(match[1]), unit: match[2] as 'steps' | 'epochs' };
}

export const writeKnobs = (knobs: KnobValues): string =>
  Object.entries(knobs)
    .map(([name, value]) => `${name}:${writeKnob(value)}`)
    .join(',');

export const readKnobs = (text: string): Record<string, KnobValue> => {
  const reader = new Reader(text);
  const knobs = reader.knobs('');
  reader.end();
  return knobs;
};

export const writeLanes = (lanes: readonly LaneSpec[]): string =>
  lanes
    .map((lane) => {
      const knobs = writeKnobs(lane.knobs);
      return [
        lane.method,
        knobs && `(${knobs})`,
        lane.name === undefined ? '' : quote(lane.name),
        lane.color === undefined ? '' : `@${lane.color}`,
        lane.from === undefined ? '' : `<${lane.from}`,
        ...(lane.without ?? []).map((term) => `!${term}`),
        lane.code === undefined ? '' : `=${quote(lane.code)}`,
      ].join('');
    })
    .join(';');

export function readLanes(text: string): LaneSpec[] {
  const reader = new Reader(text);
  const lanes: LaneSpec[] = [];
  do {
    const method = reader.take(/[A-Za-z0-9_-]+/y, 'the name of a method');
    const knobs = reader.skip('(') ? reader.knobs(')') : {};
    const name = reader.peek() === "'" ? reader.quoted() : undefined;
    const color = reader.skip('@') ? reader.whole('a colour from 0 to 7') : undefined;
    const from = reader.skip('<') ? reader.whole('the place of a lane') : undefined;
    const without: string[] = [];
    while (reader.skip('!')) without.push(reader.take(/[A-Za-z0-9]+/y, 'the name of a term'));
    const code = reader.skip('=') ? reader.quoted() : undefined;
    lanes.push({
      method,
      knobs,
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(from === undefined ? {} : { from }),
      ...(without.length === 0 ? {} : { without }),
      ...(code === undefined ? {} : { code }),
    });
  } while (reader.skip(';'));
  reader.end();
  return lanes;
}

function writeKnob(value: KnobValue): string {
  if (typeof value !== 'string') return String(value);
  return WORD.test(value) && value !== 'true' && value !== 'false' ? value : quote(value);
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  peek(): string {
    return this.text.charAt(this.at);
  }

  skip(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  /** What the sticky pattern matches here. */
  take(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (!found) throw this.wrong(what);
    this.at += found.length;
    return found;
  }

  /** name:value,name:value up to and over `close`; an empty `close` is the end of the text. */
  knobs(close: string): Record<string, KnobValue> {
    const found = new Map<string, KnobValue>();
    if (this.closes(close)) return {};
    for (;;) {
      const name = this.take(/[A-Za-z0-9_]+/y, 'the name of a knob');
      if (FORBIDDEN_KEYS.includes(name)) throw new LinkError(`a knob cannot be named "${name}"`);
      if (found.has(name)) throw new LinkError(`the knob "${name}" stands there twice`);
      if (!this.skip(':')) throw this.wrong('":" and a value');
      found.set(name, this.value());
      if (this.closes(close)) return Object.fromEntries(found);
      if (!this.skip(',')) throw this.wrong('"," or the end of the knobs');
    }
  }

  whole(what: string): number {
    return Number(this.take(/\d{1,4}/y, what));
  }

  quoted(): string {
    return this.take(/'(?:[^']|'')*'/y, 'a closing quote')
      .slice(1, -1)
      .replaceAll("''", "'");
  }

  end(): void {
    if (this.at < this.text.length) throw this.wrong('the end');
  }

  private closes(close: string): boolean {
    return close === '' ? this.at === this.text.length : this.skip(close);
  }

  private value(): KnobValue {
    if (this.peek() === "'") return this.quoted();
    const word = this.take(/[A-Za-z0-9_.+-]+/y, 'a value');
    if (word === 'true' || word === 'false') return word === 'true';
    if (NUMBER.test(word)) return Number(word);
    if (WORD.test(word)) return word;
    throw new LinkError(`"${shown(word)}" is neither a number nor a word`);
  }

  private wrong(what: string): LinkError {
    const rest = this.text.slice(this.at);
    return new LinkError(`expected ${what} at ${rest ? `"${shown(rest)}"` : 'the end'}`);
  }
}

export const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
