// A weight that was written on the page, as Python for train.py: the part of WGSL that src/contract/own-code.ts reads,
// statement by statement. Every number is a float32 of numpy, as on the GPU.
import { type Expression, readCode, type Statement, sentenceOf } from '../../contract/own-code.ts';

/** What stands for an operator that Python writes otherwise. */
const SIGNS: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or' };

/** Python that defines `weight(kl, entropy, confidence, progress)`. @throws a sentence where the text is no program */
export function pythonOf(text: string): string {
  const read = readCode(text);
  if ('problem' in read) throw new Error(sentenceOf(read.problem));
  const { constants, functions } = read.program;
  const writer = new Writer(new Set(functions.keys()));
  const globals = new Names(null, () => writer.fresh());
  const lines = constants.map(({ name, value }) => {
    const written = writer.expression(value, globals);
    return `${globals.declare(name)} = ${written}`;
  });
  for (const [name, { parameters, body }] of functions) {
    const own = new Names(globals, () => writer.fresh());
    const given = parameters.map((parameter) => own.declare(parameter.name));
    lines.push('', `def ${functionName(name)}(${given.join(', ')}):`, ...writer.block(body, own, 1));
  }
  return `${lines.join('\n')}\n`;
}

const functionName = (name: string): string => (name === 'weight' ? name : `own_${name}`);

/** Names as they are seen from a block. Python has no blocks, so that each declaration gets a name of its own. */
class Names {
  private readonly own = new Map<string, string>();
  constructor(
    private readonly outer: Names | null,
    private readonly fresh: () => number,
  ) {}

  declare(name: string): string {
    const unique = `v${this.fresh()}_${name}`;
    this.own.set(name, unique);
    return unique;
  }
  get(name: string): string {
    const found = this.own.get(name) ?? this.outer?.get(name);
    if (!found) throw new Error(`${name} was not declared.`);
    return found;
  }
}

class Writer {
  private count = 0;
  constructor(private readonly functions: ReadonlySet<string>) {}

  fresh(): number {
    return ++this.count;
  }

  block(body: readonly Statement[], names: Names, depth: number): string[] {
    const indent = '    '.repeat(depth);
    const lines = body.flatMap((statement) => this.statement(statement, names, depth, indent));
    return lines.length > 0 ? lines : [`${indent}pass`];
  }

  private statement(statement: Statement, names: Names, depth: number, indent: string): string[] {
    const inner = () => new Names(names, () => this.fresh());
    switch (statement.kind) {
      case 'return':
        return [`${indent}return ${this.expression(statement.value, names)}`];
      case 'declare': {
        const value = this.expression(statement.value, names); // before the name hides an outer one
        return [`${indent}${names.declare(statement.name)} = ${value}`];
      }
      case 'assign':
        return [`${indent}${names.get(statement.name)} = ${this.expression(statement.value, names)}`];
      case 'block':
        return this.block(statement.body, inner(), depth);
      case 'if':
        return [
          `${indent}if ${this.expression(statement.condition, names)}:`,
          ...this.block(statement.yes, inner(), depth + 1),
          ...(statement.no.length > 0
            ? [`${indent}else:`, ...this.block(statement.no, inner(), depth + 1)]
            : []),
        ];
    }
  }

  expression(expression: Expression, names: Names): string {
    if (expression.kind === 'value') {
      if (expression.type === 'bool') return expression.value ? 'True' : 'False';
      return `wgsl_f32(${expression.value})`;
    }
    if (expression.kind === 'name') return names.get(expression.name);
    const { name } = expression;
    const inputs = expression.inputs.map((input) => this.expression(input, names));
    if (expression.kind === 'call')
      return `${this.functions.has(name) ? functionName(name) : `wgsl_${name}`}(${inputs.join(', ')})`;
    const [first, second] = inputs;
    if (second === undefined) return name === '!' ? `(not ${first})` : `(${name}${first})`;
    if (name === '%') return `wgsl_rem(${first}, ${second})`;
    return `(${first} ${SIGNS[name] ?? name} ${second})`;
  }
}
