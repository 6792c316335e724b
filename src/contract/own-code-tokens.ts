// The visitor's text in words and signs, each with its place. What has no business in it is refused by name.
import type { Words } from './cards.ts';

/** Something wrong with the text; line and column count from 1. */
export interface CodeProblem {
  readonly line: number;
  readonly column: number;
  readonly says: Words;
}

/** Thrown within the parser. */
export class CodeError extends Error {
  constructor(
    readonly at: Pick<CodeProblem, 'line' | 'column'>,
    readonly says: Words,
  ) {
    super(says.en);
  }
}

export interface Token {
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
}

const LEXEME =
  /(?<space>\s+)|(?<line>\/\/[^\n]*)|(?<block>\/\*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\w*)|(?<name>[A-Za-z_]\w*)|(?<sign>->|\+=|-=|\*=|\/=|\+\+|--|&&|\|\||==|!=|<=|>=|<<|>>|[-+*/%(){},;:=<>!])/y;

/** Words of WGSL that this text cannot have, and why. */
const REFUSED: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(
    ['loop', 'while', 'for', 'continue', 'continuing', 'break', 'switch'].map((name) => [
      name,
      {
        en: `"${name}": there are no loops here, since one without an end would stop the whole GPU.`,
        zh: `“${name}”：这里没有循环，因为一个不会结束的循环会使整个 GPU 停住。`,
      },
    ]),
  ),
  ...Object.fromEntries(
    ['enable', 'requires', 'diagnostic', 'override', 'struct', 'alias', 'discard', 'ptr'].map((name) => [
      name,
      {
        en: `"${name}": only functions and constants of numbers can be written here.`,
        zh: `“${name}”：这里只能写函数和数值常量。`,
      },
    ]),
  ),
  ...Object.fromEntries(
    ['i32', 'u32', 'f16', 'array', 'vec2', 'vec3', 'vec4', 'vec2f', 'vec3f', 'vec4f', 'atomic'].map(
      (name) => [
        name,
        {
          en: `"${name}": there are only f32 and bool here; a weight needs no more.`,
          zh: `“${name}”：这里只有 f32 和 bool；权重不需要更多类型。`,
        },
      ],
    ),
  ),
};

/** All tokens and an `end`. @throws CodeError at the first thing that does not belong */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let [at, line, start] = [0, 1, 0]; // `start`: where the line begins
  const move = (to: number) => {
    for (let i = text.indexOf('\n', at); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    at = to;
  };
  while (at < text.length) {
    const here = { line, column: at - start + 1 };
    LEXEME.lastIndex = at;
    const groups = LEXEME.exec(text)?.groups;
    if (!groups) throw strange(here, String.fromCodePoint(text.codePointAt(at) as number));
    if (groups.block) {
      move(endOfComment(text, at, here));
      continue;
    }
    const found = (['number', 'name', 'sign'] as const).find((kind) => groups[kind] !== undefined);
    const word = groups.space ?? groups.line ?? groups[found as string] ?? '';
    if (found === 'name' && Object.hasOwn(REFUSED, word)) throw new CodeError(here, REFUSED[word] as Words);
    if (found === 'number') checkNumber(here, word);
    if (found) tokens.push({ kind: found, text: word, at, ...here });
    move(at + word.length);
  }
  return [...tokens, { kind: 'end', text: '', at, line, column: at - start + 1 }];
}

/** Comments may hold comments, as WGSL says. */
function endOfComment(text: string, from: number, here: Pick<Token, 'line' | 'column'>): number {
  let depth = 0;
  for (let i = from; i < text.length; ) {
    const two = text.slice(i, i + 2);
    if (two === '/*') depth++;
    if (two === '*/') depth--;
    i += two === '/*' || two === '*/' ? 2 : 1;
    if (depth === 0) return i;
  }
  throw new CodeError(here, { en: 'This comment has no end.', zh: '这条注释没有结束。' });
}

function checkNumber(here: Pick<Token, 'line' | 'column'>, word: string): void {
  const bare = word.replace(/f$/, '');
  if (!/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(bare))
    throw new CodeError(here, { en: `"${word}" is no number.`, zh: `“${word}”不是数。` });
  if (/^\d+$/.test(word))
    throw new CodeError(here, {
      en: `Write ${word}.0 instead of ${word}: without a point it is an integer, which does not go with f32.`,
      zh: `请把 ${word} 写成 ${word}.0：没有小数点的是整数，不能与 f32 一起运算。`,
    });
  if (!Number.isFinite(Math.fround(Number(bare))))
    throw new CodeError(here, {
      en: `${word} is larger than any f32.`,
      zh: `${word} 大于 f32 能表示的任何数。`,
    });
}

function strange(here: Pick<Token, 'line' | 'column'>, character: string): CodeError {
  if (character === '@')
    return new CodeError(here, {
      en: '"@": attributes, bindings and entry points are the kernel’s own.',
      zh: '“@”：属性、绑定和入口点属于内核本身。',
    });
  return new CodeError(here, {
    en: `The character "${character}" does not belong here.`,
    zh: `这里不能有字符“${character}”。`,
  });
}
