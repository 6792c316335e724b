// The visitor's own weight a sample: a small part of WGSL, read and checked before any of it goes into a shader.
//
// It is the one text that is ever pasted into a kernel, so it is told what may stand in it, not what may not: constants
// and functions of f32 and bool, `if`, `let`, `var`, `return` and arithmetic. No loops, no attributes, no names but its
// own and WGSL's functions of numbers. A function is used after it was written, so there is no recursion; and what one
// call of `weight` comes to is bounded, so that functions which call functions do not add up to a loop.
import type { Words } from './cards.ts';
import { CodeError, type CodeProblem, type Token, tokensOf } from './own-code-tokens.ts';

export type { CodeProblem };

export type Type = 'f32' | 'bool';
export type Expression =
  | { readonly kind: 'value'; readonly type: Type; readonly value: number }
  | { readonly kind: 'name'; readonly type: Type; readonly name: string }
  | {
      readonly kind: 'call' | 'operation';
      readonly type: Type;
      /** The function, or the sign. */
      readonly name: string;
      readonly inputs: readonly Expression[];
    };
export type Statement =
  | { readonly kind: 'declare'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'return'; readonly value: Expression }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    };
export interface Func {
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly type: Type;
  readonly body: readonly Statement[];
  /** Operations of one call at most, with all it calls. */
  readonly cost: number;
}
export interface Program {
  /** In the order they were written. */
  readonly constants: readonly { readonly name: string; readonly value: Expression }[];
  readonly functions: ReadonlyMap<string, Func>;
  /** Where in the text functions are called that are not defined for every number, while it runs. */
  readonly partial: readonly number[];
}

/** WGSL's functions of numbers, with how many they take. `select` is known besides. */
export const ARITY: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'abs acos acosh asin asinh atan atanh ceil cos cosh degrees exp exp2 floor fract inverseSqrt log log2 radians round saturate sign sin sinh sqrt tan tanh trunc f32'
      .split(' ')
      .map((name) => [name, 1]),
  ),
  ...Object.fromEntries('atan2 max min pow step'.split(' ').map((name) => [name, 2])),
  ...Object.fromEntries('clamp fma mix smoothstep'.split(' ').map((name) => [name, 3])),
};

/**
 * Of a number for which one of these is not defined, WGSL lets a GPU make what it likes. A shader with the text in it has
 * functions of the same name with a capital letter, which give no number there.
 */
export const PARTIAL: readonly string[] = 'log log2 pow sqrt inverseSqrt acos asin acosh atanh'.split(' ');

const KEYWORDS = ['fn', 'const', 'let', 'var', 'if', 'else', 'return', 'true', 'false', 'f32', 'bool'];
export const SIGNATURE = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const MAX_COST = 10_000;
const MAX_DEPTH = 40;

interface Known {
  readonly kind: 'const' | 'let' | 'var';
  readonly type: Type;
}

/** What is wrong with a text; empty when nothing is. */
export function checkCode(text: string): CodeProblem[] {
  const read = readCode(text);
  return 'problem' in read ? [read.problem] : [];
}

export const sentenceOf = ({ line, column, says }: CodeProblem): string =>
  `Line ${line}, column ${column}: ${says.en}`;

/** A text as a program, or the first thing that is wrong with it. */
export function readCode(text: string): { readonly program: Program } | { readonly problem: CodeProblem } {
  try {
    return { program: new Parser(tokensOf(text)).program() };
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
    return { problem: { line: error.at.line, column: error.at.column, says: error.says } };
  }
}

class Parser {
  private at = 0;
  private depth = 0;
  private cost = 0;
  private scopes: Map<string, Known>[] = [new Map()];
  private readonly functions = new Map<string, Func>();
  private readonly partial: number[] = [];

  constructor(private readonly tokens: readonly Token[]) {}

  program(): Program {
    const constants: { name: string; value: Expression }[] = [];
    while (this.next.kind !== 'end') {
      if (this.next.text === 'const') constants.push(this.declaration(true));
      else if (this.skip('fn')) this.func();
      else
        throw this.wrong({
          en: `Only "fn" and "const" stand outside of functions, not ${this.shown}.`,
          zh: `函数之外只能有“fn”和“const”，不能有 ${this.shownZh}。`,
        });
    }
    const weight = this.functions.get('weight');
    const fits =
      weight?.type === 'f32' &&
      weight.parameters.length === 4 &&
      weight.parameters.every(({ type }) => type === 'f32');
    if (!fits)
      throw new CodeError(
        { line: 1, column: 1 },
        {
          en: `There must be a function ${SIGNATURE}.`,
          zh: `必须有函数 ${SIGNATURE}。`,
        },
      );
    return { constants, functions: this.functions, partial: this.partial };
  }

  private func(): void {
    const place = this.next;
    const name = this.newName();
    const outer = this.scopes;
    this.scopes = [...outer, new Map()];
    this.cost = 1;
    this.expect('(');
    const parameters: { name: string; type: Type }[] = [];
    while (!this.skip(')')) {
      const parameter = this.newName();
      this.expect(':');
      const type = this.type();
      this.declare(parameter, { kind: 'let', type });
      parameters.push({ name: parameter, type });
      if (!this.skip(',') && this.next.text !== ')') this.expect(')');
    }
    this.expect('->');
    const type = this.type();
    const body = this.block(type, this.scopes.pop()); // parameters and body share a scope
    if (!returns(body))
      throw new CodeError(place, {
        en: `${name} may end without a return.`,
        zh: `${name} 可能没有 return 就结束。`,
      });
    this.scopes = outer;
    if (this.cost > MAX_COST)
      throw new CodeError(place, {
        en: `One call of ${name} comes to ${this.cost > 1e9 ? 'more than a billion' : this.cost} operations, with the functions it calls; at most ${MAX_COST} are computed a sample.`,
        zh: `连同所调用的函数，一次 ${name} 调用需要${this.cost > 1e9 ? '超过十亿' : ` ${this.cost} `}次运算；每个样本最多计算 ${MAX_COST} 次。`,
      });
    this.declare(name, null, place);
    this.functions.set(name, { parameters, type, body, cost: this.cost });
  }

  private block(result: Type, scope = new Map<string, Known>()): Statement[] {
    return this.nested(() => {
      this.expect('{');
      this.scopes.push(scope);
      const body: Statement[] = [];
      while (!this.skip('}')) {
        if (this.next.kind === 'end') this.expect('}');
        if (!this.skip(';')) body.push(this.statement(result));
      }
      this.scopes.pop();
      return body;
    });
  }

  private statement(result: Type): Statement {
    const { text } = this.next;
    if (text === 'let' || text === 'var' || text === 'const')
      return { kind: 'declare', ...this.declaration(text === 'const') };
    if (text === '{') return { kind: 'block', body: this.block(result) };
    if (this.skip('return')) {
      const value = this.expression(result);
      this.expect(';');
      return { kind: 'return', value };
    }
    if (this.skip('if')) {
      const condition = this.expression('bool');
      const yes = this.block(result);
      const no = this.skip('else')
        ? this.next.text === 'if'
          ? [this.nested(() => this.statement(result))]
          : this.block(result)
        : [];
      return { kind: 'if', condition, yes, no };
    }
    return this.assignment();
  }

  /** `const a = 1.0;`, `let b: f32 = a;`, `var c = b;` */
  private declaration(constant: boolean): { name: string; value: Expression } {
    const kind = this.take().text as Known['kind'];
    const place = this.next;
    const name = this.newName();
    const type = this.skip(':') ? this.type() : undefined;
    this.expect('=');
    const value = this.expression(type, constant);
    this.expect(';');
    this.declare(name, { kind, type: value.type }, place);
    return { name, value };
  }

  private assignment(): Statement {
    const place = this.next;
    const target = this.name();
    if (target.known.kind !== 'var')
      throw new CodeError(place, {
        en: `"${target.name}" cannot be changed; declare it with "var" for that.`,
        zh: `“${target.name}”不能更改；要更改请用“var”声明。`,
      });
    const sign = this.take();
    if (!/^[-+*/]?=$/.test(sign.text))
      throw new CodeError(sign, { en: 'Expected "=" here.', zh: '这里应为“=”。' });
    const right = this.expression(target.known.type);
    this.expect(';');
    if (sign.text === '=') return { kind: 'assign', name: target.name, value: right };
    if (right.type !== 'f32') throw mismatch(sign, sign.text, 'f32', right.type);
    const left: Expression = { kind: 'name', type: 'f32', name: target.name };
    const value: Expression = {
      kind: 'operation',
      type: 'f32',
      name: sign.text.charAt(0),
      inputs: [left, right],
    };
    return { kind: 'assign', name: target.name, value };
  }

  private expression(wanted?: Type, constant = false): Expression {
    const place = this.next;
    const got = this.nested(() => this.either(constant));
    if (wanted && got.type !== wanted)
      throw new CodeError(place, {
        en: `Expected ${article(wanted)} here, got ${article(got.type)}.`,
        zh: `这里应为 ${wanted}，得到的是 ${got.type}。`,
      });
    return got;
  }

  /** `a && b && c` or `a || b || c`; WGSL does not let both stand together without brackets. */
  private either(constant: boolean): Expression {
    let left = this.comparison(constant);
    const sign = this.next.text;
    if (sign !== '&&' && sign !== '||') return left;
    while (this.next.text === '&&' || this.next.text === '||') {
      const place = this.take();
      if (place.text !== sign)
        throw new CodeError(place, {
          en: 'Where "&&" and "||" meet, put one of them in brackets.',
          zh: '“&&”与“||”同时出现时，请给其中一个加括号。',
        });
      left = this.operation(place, 'bool', 'bool', [left, this.comparison(constant)]);
    }
    return left;
  }

  private comparison(constant: boolean): Expression {
    const left = this.sum(constant);
    if (!['<', '>', '<=', '>=', '==', '!='].includes(this.next.text)) return left;
    const place = this.take();
    const right = this.sum(constant);
    const type = place.text === '==' || place.text === '!=' ? left.type : 'f32';
    return this.operation(place, type, 'bool', [left, right]);
  }

  private sum(constant: boolean): Expression {
    let left = this.product(constant);
    while (this.next.text === '+' || this.next.text === '-')
      left = this.operation(this.take(), 'f32', 'f32', [left, this.product(constant)]);
    return left;
  }

  private product(constant: boolean): Expression {
    let left = this.unary(constant);
    while (['*', '/', '%'].includes(this.next.text))
      left = this.operation(this.take(), 'f32', 'f32', [left, this.unary(constant)]);
    return left;
  }

  private operation(place: Token, takes: Type, gives: Type, inputs: readonly Expression[]): Expression {
    this.cost++;
    for (const { type } of inputs) if (type !== takes) throw mismatch(place, place.text, takes, type);
    return { kind: 'operation', type: gives, name: place.text, inputs };
  }

  private unary(constant: boolean): Expression {
    const { text } = this.next;
    if (text !== '-' && text !== '!') return this.primary(constant);
    const place = this.take();
    const type = text === '!' ? 'bool' : 'f32';
    return this.operation(place, type, type, [this.nested(() => this.unary(constant))]);
  }

  private primary(constant: boolean): Expression {
    const place = this.next;
    if (this.skip('(')) {
      const inner = this.expression(undefined, constant);
      this.expect(')');
      return inner;
    }
    if (place.kind === 'number') {
      this.take();
      return { kind: 'value', type: 'f32', value: Number(place.text.replace(/f$/, '')) };
    }
    if (this.skip('true')) return { kind: 'value', type: 'bool', value: 1 };
    if (this.skip('false')) return { kind: 'value', type: 'bool', value: 0 };
    if (place.kind !== 'name')
      throw this.wrong({
        en: `Expected a number or a name, got ${this.shown}.`,
        zh: `这里应为数或名称，得到的是 ${this.shownZh}。`,
      });
    if (this.tokens[this.at + 1]?.text === '(') return this.call(constant);
    const { name, known } = this.name();
    if (constant && known.kind !== 'const')
      throw new CodeError(place, {
        en: `"${name}" is no constant; declare what is made of it with "let".`,
        zh: `“${name}”不是常量；由它得到的量请用“let”声明。`,
      });
    return { kind: 'name', type: known.type, name };
  }

  private call(constant: boolean): Expression {
    const place = this.take();
    const { text: name } = place;
    const own = this.functions.get(name);
    if (!own && name !== 'select' && !Object.hasOwn(ARITY, name)) throw unknown(place, 'function');
    if (own && constant)
      throw new CodeError(place, {
        en: `A constant cannot be made by "${name}"; use "let".`,
        zh: `常量不能由“${name}”得到；请用“let”。`,
      });
    if (PARTIAL.includes(name) && !constant) this.partial.push(place.at); // of constants the compiler takes care
    this.expect('(');
    const inputs: Expression[] = [];
    while (!this.skip(')')) {
      inputs.push(this.expression(undefined, constant));
      if (!this.skip(',') && this.next.text !== ')') this.expect(')');
    }
    this.cost += own?.cost ?? 1;
    const takes: readonly Type[] =
      own?.parameters.map(({ type }) => type) ??
      (name === 'select'
        ? [inputs[0]?.type ?? 'f32', inputs[0]?.type ?? 'f32', 'bool']
        : Array.from({ length: ARITY[name] as number }, (): Type => 'f32'));
    if (inputs.length !== takes.length)
      throw new CodeError(place, {
        en: `"${name}" takes ${takes.length} ${takes.length === 1 ? 'value' : 'values'}, got ${inputs.length}.`,
        zh: `“${name}”需要 ${takes.length} 个值，得到 ${inputs.length} 个。`,
      });
    inputs.forEach(({ type }, i) => {
      if (type !== takes[i]) throw mismatch(place, name, takes[i] as Type, type);
    });
    return { kind: 'call', type: own?.type ?? (inputs[0]?.type as Type), name, inputs };
  }

  /** A name that is known, with what it is. */
  private name(): { name: string; known: Known } {
    const place = this.next;
    if (place.kind !== 'name')
      throw this.wrong({
        en: `Expected a name, got ${this.shown}.`,
        zh: `这里应为名称，得到的是 ${this.shownZh}。`,
      });
    this.take();
    const known = this.scopes.findLast((scope) => scope.has(place.text))?.get(place.text);
    if (!known) throw unknown(place, 'name');
    return { name: place.text, known };
  }

  private newName(): string {
    const { kind, text } = this.next;
    if (kind !== 'name')
      throw this.wrong({
        en: `Expected a name, got ${this.shown}.`,
        zh: `这里应为名称，得到的是 ${this.shownZh}。`,
      });
    if (KEYWORDS.includes(text) || text === 'select' || Object.hasOwn(ARITY, text) || text.startsWith('__'))
      throw this.wrong({
        en: `"${text}" means something to WGSL; choose another name.`,
        zh: `“${text}”在 WGSL 中另有含义；请换一个名称。`,
      });
    return this.take().text;
  }

  /** Functions are known by name only; `null` keeps the name from being taken twice. */
  private declare(name: string, known: Known | null, place = this.next): void {
    const scope = this.scopes.at(-1) as Map<string, Known>;
    if (scope.has(name) || (this.scopes.length === 1 && this.functions.has(name)))
      throw new CodeError(place, {
        en: `"${name}" stands there twice.`,
        zh: `“${name}”重复声明。`,
      });
    if (known) scope.set(name, known);
  }

  private type(): Type {
    if (this.skip('f32')) return 'f32';
    if (this.skip('bool')) return 'bool';
    throw this.wrong({
      en: `Expected f32 or bool, got ${this.shown}.`,
      zh: `这里应为 f32 或 bool，得到的是 ${this.shownZh}。`,
    });
  }

  /** Brackets in brackets, up to what a compiler can be asked for. */
  private nested<T>(inner: () => T): T {
    if (++this.depth > MAX_DEPTH)
      throw this.wrong({
        en: `This is nested more than ${MAX_DEPTH} deep.`,
        zh: `嵌套超过 ${MAX_DEPTH} 层。`,
      });
    const result = inner();
    this.depth--;
    return result;
  }

  private get next(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }
  private take(): Token {
    const { next } = this;
    this.at++;
    return next;
  }
  private skip(text: string): boolean {
    const found = this.next.kind !== 'end' && this.next.text === text;
    if (found) this.at++;
    return found;
  }
  private expect(text: string): void {
    if (!this.skip(text))
      throw this.wrong({
        en: `Expected "${text}", got ${this.shown}.`,
        zh: `这里应为“${text}”，得到的是 ${this.shownZh}。`,
      });
  }
  private get shown(): string {
    return this.next.kind === 'end' ? 'the end' : `"${this.next.text}"`;
  }
  private get shownZh(): string {
    return this.next.kind === 'end' ? '结尾' : `“${this.next.text}”`;
  }
  private wrong(says: Words): CodeError {
    return new CodeError(this.next, says);
  }
}

/** Whether every way through ends in a return. */
function returns(body: readonly Statement[]): boolean {
  return body.some(
    (statement) =>
      statement.kind === 'return' ||
      (statement.kind === 'block' && returns(statement.body)) ||
      (statement.kind === 'if' && returns(statement.yes) && returns(statement.no)),
  );
}

const article = (type: Type): string => (type === 'bool' ? 'true or false (bool)' : 'a number (f32)');
const mismatch = (place: Token, name: string, wanted: Type, got: Type): CodeError =>
  new CodeError(place, {
    en: `"${name}" takes ${article(wanted)}, got ${article(got)}.`,
    zh: `“${name}”需要 ${wanted}，得到的是 ${got}。`,
  });
const unknown = (place: Token, what: 'name' | 'function'): CodeError =>
  new CodeError(place, {
    en:
      what === 'name'
        ? `"${place.text}" is not known here. There are kl, entropy, confidence, progress, and what the text declares before.`
        : `There is no function "${place.text}" before this line. A function is written above where it is used, and cannot call itself.`,
    zh:
      what === 'name'
        ? `这里没有“${place.text}”。可用的有 kl、entropy、confidence、progress，以及前面声明过的名称。`
        : `这一行之前没有函数“${place.text}”。函数要写在使用它的地方之前，且不能调用自身。`,
  });
