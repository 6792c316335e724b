// The visitor's text computed by JavaScript: the reference of its kernels, and what runs where there is no WebGPU.
// Every operation is rounded to single precision, as on the GPU.
import {
  type Expression,
  type Program,
  readCode,
  type Statement,
  sentenceOf,
} from '../../contract/own-code.ts';

/** w = weight(KL, H, max q, progress); what is not a number is given as it is. */
export type Weigh = (kl: number, entropy: number, confidence: number, progress: number) => number;

const f32 = Math.fround;
const smooth = (low: number, high: number, x: number) => {
  const t = Math.min(Math.max((x - low) / (high - low), 0), 1);
  return t * t * (3 - 2 * t);
};
/** To the even one of two that are equally near. */
const round = (x: number) => {
  const nearest = Math.round(x);
  return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
};

/** WGSL's functions of numbers. A test holds their names and how many numbers they take to what the text may say. */
export const FUNCTIONS: Readonly<Record<string, (...x: number[]) => number>> = {
  ...Object.fromEntries(
    (
      [
        'abs',
        'acos',
        'acosh',
        'asin',
        'asinh',
        'atan',
        'atanh',
        'ceil',
        'cos',
        'cosh',
        'exp',
        'floor',
      ] as const
    ).map((name) => [name, (x = 0) => Math[name](x)]),
  ),
  ...Object.fromEntries(
    (['log', 'log2', 'sign', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc'] as const).map((name) => [
      name,
      (x = 0) => Math[name](x),
    ]),
  ),
  degrees: (x = 0) => (x * 180) / Math.PI,
  exp2: (x = 0) => 2 ** x,
  f32: (x = 0) => x,
  fract: (x = 0) => x - Math.floor(x),
  inverseSqrt: (x = 0) => 1 / Math.sqrt(x),
  radians: (x = 0) => (x * Math.PI) / 180,
  round: (x = 0) => round(x),
  saturate: (x = 0) => Math.min(Math.max(x, 0), 1),
  atan2: (y = 0, x = 0) => Math.atan2(y, x),
  max: (a = 0, b = 0) => Math.max(a, b),
  min: (a = 0, b = 0) => Math.min(a, b),
  pow: (x = 0, y = 0) => (x < 0 ? Number.NaN : x ** y), // of negative numbers WGSL has no powers
  step: (edge = 0, x = 0) => Number(edge <= x),
  clamp: (x = 0, low = 0, high = 0) => Math.min(Math.max(x, low), high),
  fma: (a = 0, b = 0, c = 0) => a * b + c,
  mix: (a = 0, b = 0, t = 0) => a * (1 - t) + b * t,
  smoothstep: (low = 0, high = 0, x = 0) => smooth(low, high, x),
};

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

/** @throws Error with the first thing that is wrong with the text */
export function weighBy(text: string): Weigh {
  const read = readCode(text);
  if ('problem' in read) throw new Error(sentenceOf(read.problem));
  const { program } = read;
  const constants = new Scope(null);
  for (const { name, value } of program.constants)
    constants.declare(name, evaluate(value, constants, program));
  return (...given) => call(program, 'weight', given.map(f32), constants);
}

class Scope {
  private readonly values = new Map<string, number>();
  constructor(private readonly outer: Scope | null) {}

  declare(name: string, value: number): void {
    this.values.set(name, value);
  }
  get(name: string): number {
    return this.values.get(name) ?? this.outer?.get(name) ?? Number.NaN;
  }
  set(name: string, value: number): void {
    if (this.values.has(name)) this.values.set(name, value);
    else this.outer?.set(name, value);
  }
}

function call(program: Program, name: string, given: readonly number[], constants: Scope): number {
  const func = program.functions.get(name);
  if (!func) return f32(FUNCTIONS[name]?.(...given) ?? Number.NaN);
  const scope = new Scope(constants);
  func.parameters.forEach((parameter, i) => scope.declare(parameter.name, given[i] as number));
  return perform(func.body, scope, program, constants) ?? Number.NaN;
}

/** What the statements return, or null where they go on. */
function perform(
  body: readonly Statement[],
  scope: Scope,
  program: Program,
  constants: Scope,
): number | null {
  const value = (expression: Expression) => evaluate(expression, scope, program, constants);
  for (const statement of body) {
    let result: number | null = null;
    if (statement.kind === 'return') return value(statement.value);
    if (statement.kind === 'declare') scope.declare(statement.name, value(statement.value));
    else if (statement.kind === 'assign') scope.set(statement.name, value(statement.value));
    else if (statement.kind === 'block')
      result = perform(statement.body, new Scope(scope), program, constants);
    else if (statement.kind === 'if')
      result = perform(
        value(statement.condition) ? statement.yes : statement.no,
        new Scope(scope),
        program,
        constants,
      );
    else statement satisfies never;
    if (result !== null) return result;
  }
  return null;
}

function evaluate(expression: Expression, scope: Scope, program: Program, constants = scope): number {
  if (expression.kind === 'value') return f32(expression.value);
  if (expression.kind === 'name') return scope.get(expression.name);
  const { name, inputs } = expression;
  const value = (i: number) => evaluate(inputs[i] as Expression, scope, program, constants);
  if (expression.kind === 'operation') {
    if (name === '!') return Number(!value(0));
    if (name === '&&') return Number(value(0) !== 0 && value(1) !== 0);
    if (name === '||') return Number(value(0) !== 0 || value(1) !== 0);
    if (inputs.length === 1) return -value(0);
    return f32(OPERATIONS[name]?.(value(0), value(1)) ?? Number.NaN);
  }
  if (name === 'select' && !program.functions.has(name)) return value(2) ? value(1) : value(0);
  return call(
    program,
    name,
    inputs.map((_, i) => value(i)),
    constants,
  );
}
