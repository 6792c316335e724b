// Sentences that come from elsewhere than the catalogues (the engine, parsers, readers of files), said in another language:
// each is recognised by its fixed words, and what stands in its gaps is said in turn. What is not known stays as it is.

/** By the English sentence, with {} for each gap; in the other language {} for the next gap or {n} for the n-th, from 1. */
export type Sentences = Readonly<Record<string, string>>;

interface Pattern {
  readonly form: RegExp;
  readonly said: string;
  /** Letters that are fixed: the more, the surer it is this one. */
  readonly fixed: number;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A sentence that begins behind the end of another. */
const BORDER = /(?<=[.!?])\s+(?=\S)/;
const MOST_KEPT = 500;
/** A known sentence, with what stands in its gaps, is no longer than so many; and longer texts are not looked at. */
const MOST_TOGETHER = 5;
const MOST_LETTERS = 4000;

export function sayerOf(sentences: Sentences): (text: string) => string {
  const patterns = Object.entries(sentences)
    .map(([english, said]): Pattern => {
      const parts = english.split('{}');
      return {
        form: new RegExp(`^${parts.map(escaped).join('([\\s\\S]*?)')}$`),
        said,
        fixed: parts.join('').length,
      };
    })
    .sort((a, b) => b.fixed - a.fixed);
  const kept = new Map<string, string>();

  const whole = (text: string): string | null => {
    for (const { form, said } of patterns) {
      const found = form.exec(text);
      if (!found) continue;
      let next = 1;
      return said.replace(/\{(\d*)\}/g, (_, n: string) => say(found[n === '' ? next++ : Number(n)] ?? ''));
    }
    return null;
  };

  /** Several sentences in a row: as many as are one known sentence together, then the rest. */
  const inTurn = (text: string): string => {
    const parts = text.split(BORDER);
    const result: string[] = [];
    for (let from = 0; from < parts.length; ) {
      let to = Math.min(parts.length, from + MOST_TOGETHER);
      let known: string | null = null;
      for (; to > from && known === null; to--) known = whole(parts.slice(from, to).join(' '));
      result.push(known ?? (parts[from] as string));
      from = known === null ? from + 1 : to + 1;
    }
    return result.join(' ').replace(/([。？！]) /g, '$1');
  };

  function say(text: string): string {
    if (!/[A-Za-z]/.test(text) || text.length > MOST_LETTERS) return text;
    const before = kept.get(text);
    if (before !== undefined) return before;
    const said = whole(text) ?? inTurn(text);
    if (kept.size < MOST_KEPT) kept.set(text, said);
    return said;
  }
  return say;
}
