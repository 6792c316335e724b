// How the page is shown, apart from what it trains: its language, which parts are hidden, whether it stands in another
// page. It is part of the link, so that a lecturer can hand out a page with few controls:
//   #preset=digits&lang=zh&hide=setup,speed&embed=true
import type { Parsed } from '../contract/setup.ts';
import { LANGUAGES, type Language } from './language.ts';
import { shown } from './link-grammar.ts';

/** The parts that a link can hide. */
export const PARTS = [
  'setup',
  'knobs',
  'lanes',
  'results',
  'curves',
  'looking',
  'loss',
  'methods',
  'studies',
  'speed',
  'archive',
  'share',
  'engine',
] as const;
export type Part = (typeof PARTS)[number];

export interface View {
  /** Null: what the visitor's browser asks for. */
  readonly language: Language | null;
  readonly hide: readonly Part[];
  /** In a frame of another page: no header, and a way to the whole page. */
  readonly embed: boolean;
}

export const WHOLE_PAGE: View = { language: null, hide: [], embed: false };

const KEYS = ['lang', 'hide', 'embed'];

/** Takes the view's parts out of a fragment (with or without `#`); the rest is the set-up's. Never throws. */
export function splitView(fragment: string): { readonly view: Parsed<View>; readonly setup: string } {
  const parts = fragment.replace(/^#/, '').split('&');
  const keyOf = (part: string) => part.split('=', 1)[0] ?? '';
  const mine = parts.filter((part) => KEYS.includes(keyOf(part)));
  const setup = parts.filter((part) => !KEYS.includes(keyOf(part))).join('&');
  const problems: string[] = [];
  let view = WHOLE_PAGE;
  const seen = new Set<string>();
  for (const part of mine) {
    const key = keyOf(part);
    const value = decoded(part.slice(key.length + 1));
    if (seen.has(key)) problems.push(`"${key}" stands there twice.`);
    seen.add(key);
    if (key === 'lang') {
      const language = LANGUAGES.find((one) => one === value);
      if (language) view = { ...view, language };
      else problems.push(`lang: expected one of ${LANGUAGES.join(', ')}, got "${shown(value)}".`);
    } else if (key === 'embed') {
      if (value === 'true' || value === 'false') view = { ...view, embed: value === 'true' };
      else problems.push(`embed: expected true or false, got "${shown(value)}".`);
    } else {
      const names = value === '' ? [] : value.split(',');
      const unknown = names.find((name) => !PARTS.some((one) => one === name));
      if (unknown === undefined) view = { ...view, hide: PARTS.filter((one) => names.includes(one)) };
      else problems.push(`hide: there is no part "${shown(unknown)}"; there are ${PARTS.join(', ')}.`);
    }
  }
  return { view: problems.length > 0 ? { ok: false, problems } : { ok: true, value: view }, setup };
}

/** What follows the set-up in a link: empty for the whole page. */
export function writeView({ language, hide, embed }: View): string {
  return [
    language === null ? '' : `&lang=${language}`,
    hide.length === 0 ? '' : `&hide=${hide.join(',')}`,
    embed ? '&embed=true' : '',
  ].join('');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
