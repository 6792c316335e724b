// What may stand in a weight of one's own, what is refused and where, and that nothing gets past it into a shader.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCode } from './own-code.ts';

const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const body = (inner: string) => `${HEAD} {\n${inner}\n}`;
const says = (text: string) => {
  const [problem] = checkCode(text);
  return problem && `${problem.line}:${problem.column} ${problem.says.en}`;
};

test.each([
  body('return 1.0;'),
  body('return select(kl, entropy, kl > entropy && progress < 0.5);'),
  body(
    'var w = 0.0;\nif kl > 1.0 { w += kl; } else if (entropy > 1.0) { w = 2f; } else { return .5; }\nreturn w;',
  ),
  body('if (kl > 1.0) { return 1.0; } else { return 2e-1; }'),
  `/* a /* nested */ comment */ const g = 2.0; // gamma\nfn sq(x: f32) -> f32 { return x * x; }\n${body('return sq(sq(g * kl)) % 3.0;')}`,
  `${HEAD.replace('kl', 'k').replace(') ->', ',) ->')} { let b: bool = !(k == 1.0); return f32(select(0.0, 1.0, b)); }`,
])('may stand: %s', (text) => {
  expect(checkCode(text)).toEqual([]);
});

describe('is refused, with its place', () => {
  test.each([
    [
      'a bracket that would close what is not its own',
      `${body('return 1.0;')}\n}`,
      '4:1 Only "fn" and "const"',
    ],
    [
      'an entry point',
      `@compute @workgroup_size(1) fn f() {}\n${body('return 1.0;')}`,
      '1:1 "@": attributes',
    ],
    ['a binding', '@group(0) @binding(0) var<storage> x: array<f32>;', '1:1 "@"'],
    ['memory of its own', `var<private> x: f32;\n${body('return 1.0;')}`, '1:1 Only "fn" and "const"'],
    ['a loop', body('loop { }\nreturn 1.0;'), '2:1 "loop": there are no loops here'],
    ['a while', body('while (true) { }\nreturn 1.0;'), '2:1 "while"'],
    ['a for', body('for (;;) { }\nreturn 1.0;'), '2:1 "for"'],
    ['an extension', `enable f16;\n${body('return 1.0;')}`, '1:1 "enable": only functions'],
    ['an override', `override x = 1.0;\n${body('return 1.0;')}`, '1:1 "override"'],
    ['a structure', `struct S { x: f32 }\n${body('return 1.0;')}`, '1:1 "struct"'],
    ['another type', body('let v = vec2f(1.0);\nreturn 1.0;'), '2:9 "vec2f": there are only f32 and bool'],
    ['the kernel’s own tensors', body('return student[0];'), '2:15 The character "["'],
    ['the kernel’s own names', body('return params;'), '2:8 "params" is not known here'],
    ['the kernel’s own functions', body('return logRatio(kl, kl);'), '2:8 There is no function "logRatio"'],
    [
      'a function that calls itself',
      body('return weight(kl, kl, kl, kl);'),
      '2:8 There is no function "weight"',
    ],
    [
      'a new meaning for what WGSL knows',
      `fn exp(x: f32) -> f32 { return x; }\n${body('return 1.0;')}`,
      '1:4 "exp" means',
    ],
    ['a whole number', body('return pow(kl, 2);'), '2:16 Write 2.0 instead of 2'],
    ['a hexadecimal number', body('return 0x10;'), '2:8 "0x10" is no number'],
    ['a number beyond f32', body('return 1e39;'), '2:8 1e39 is larger than any f32'],
    ['a missing semicolon', body('return kl'), '3:1 Expected ";", got "}"'],
    ['a missing bracket', `${HEAD} { return kl;`, '1:85 Expected "}", got the end'],
    ['a missing return', body('let x = kl;'), '1:4 weight may end without a return'],
    ['a return on one way only', body('if (kl > 1.0) { return 1.0; }'), '1:4 weight may end without'],
    ['a name that is not there', body('\n  return kll;'), '3:10 "kll" is not known here'],
    ['a constant that is changed', body('kl = 1.0; return kl;'), '2:1 "kl" cannot be changed'],
    ['a constant that is none', body('const a = kl; return a;'), '2:11 "kl" is no constant'],
    [
      'types that do not go together',
      body('return kl + (kl > 1.0);'),
      '2:11 "+" takes a number (f32), got true',
    ],
    [
      'a condition that is a number',
      body('if (kl) { return 1.0; } return 2.0;'),
      '2:4 Expected true or false',
    ],
    ['too few values', body('return clamp(kl, 0.0);'), '2:8 "clamp" takes 3 values, got 2'],
    ['a name twice', body('let a = kl; let a = kl; return a;'), '2:17 "a" stands there twice'],
    ['a parameter’s name again', body('let kl = 1.0; return kl;'), '2:5 "kl" stands there twice'],
    [
      'and beside or',
      body('if (kl > 1.0 && kl < 2.0 || true) { return 1.0; } return 2.0;'),
      '2:26 Where "&&" and "||" meet',
    ],
    [
      'another signature',
      'fn weight(kl: f32) -> f32 { return kl; }',
      '1:1 There must be a function fn weight(kl: f32',
    ],
    ['no weight', 'const a = 1.0;', '1:1 There must be a function'],
    ['a comment without an end', `/* ${body('return 1.0;')}`, '1:1 This comment has no end'],
    ['a character of another script', body('return кл;'), '2:8 The character "к"'],
    ['a text', body('return "1";'), '2:8 The character """'],
  ])('%s', (_, text, place) => {
    expect(says(text)).toContain(place);
  });

  test('functions that call functions, which add up to a loop', () => {
    const doubling = Array.from({ length: 40 }, (_, i) =>
      i === 0
        ? 'fn g0(x: f32) -> f32 { return x; }'
        : `fn g${i}(x: f32) -> f32 { return g${i - 1}(g${i - 1}(x)); }`,
    ).join('\n');
    expect(says(`${doubling}\n${body('return g39(kl);')}`)).toMatch(
      /^\d+:4 One call of g\d+ comes to \d+ operations/,
    );
    // Half as deep it is not too much.
    expect(says(`${doubling.split('\n').slice(0, 8).join('\n')}\n${body('return g7(kl);')}`)).toBeUndefined();
  });

  test('brackets in brackets without end', () => {
    expect(says(body(`return ${'('.repeat(900)}kl${')'.repeat(900)};`))).toContain(
      'nested more than 40 deep',
    );
    expect(says(body(`return ${'-'.repeat(1)}${'!'.repeat(900)}kl;`))).toContain('nested more than');
    expect(says(body(`${'{'.repeat(900)}${'}'.repeat(900)}`))).toContain('nested more than');
  });
});

test('whatever is typed is read or refused with a place in it, never thrown', () => {
  const words = fc.constantFrom(
    ...[
      'fn',
      'weight',
      '(',
      ')',
      '{',
      '}',
      'kl',
      ':',
      'f32',
      '->',
      'return',
      ';',
      '1.0',
      '+',
      '@',
      '/*',
      '//',
      '\n',
      'if',
      'var<',
      '=',
      '&&',
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(words).map((w) => w.join(' ')),
      ),
      (text) => {
        for (const { line, column } of checkCode(text)) {
          const lines = text.split('\n');
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 1);
        }
      },
    ),
    { numRuns: 500 },
  );
});
