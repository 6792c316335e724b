// The visitor's text computed by JavaScript, where it stands in a shader, and whose names are whose.
import { describe, expect, test } from 'vitest';
import alone from '../../../shaders/own-weight.wgsl?raw';
import head from '../../../shaders/own-weight-head.wgsl?raw';
import { ARITY, checkCode, PARTIAL } from '../../contract/own-code.ts';
import { DEFAULT_TEXT } from './own-weight.ts';
import { FUNCTIONS, weighBy } from './own-weight-eval.ts';
import { DETECTOR_GALLERY, GALLERY } from './own-weight-gallery.ts';
import { namesOf, ofText, problemsOf, textOf, withText } from './own-weight-text.ts';

const SHADERS = [head, alone];
const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const weigh = (inner: string) => weighBy(`${HEAD} { ${inner} }`);

test('every function the text may call is known, and takes as many numbers as it should', () => {
  expect(Object.keys(FUNCTIONS).sort()).toEqual(Object.keys(ARITY).sort());
  for (const [name, arity] of Object.entries(ARITY)) {
    const inputs = Array.from({ length: arity }, (_, i) => ((i + 1) / 8).toString());
    expect(weigh(`return ${name}(${inputs.join(', ')});`)(0, 0, 0, 0), name).toBe(
      Math.fround(FUNCTIONS[name]!(...inputs.map(Number))),
    );
  }
});

describe('computes', () => {
  test.each([
    ['return 1.0 + kl * 2.0 - entropy / 4.0;', 1 + 3 * 2 - 2 / 4],
    ['return (1.0 + kl) * 2.0 % 3.0;', 2],
    ['var w = kl; w -= 1.0; w *= entropy; w /= 8.0; return -w;', -0.5],
    ['if (kl > 2.0 && !(entropy == 3.0)) { let kl2 = 7.0; return kl2; } return 0.0;', 7],
    [
      'var w = 1.0; { var w = 5.0; w = 6.0; } if (kl < 1.0 || confidence >= 0.5) { w += 1.0; } else { w = 9.0; } return w;',
      2,
    ],
    ['return select(1.0, 2.0, progress != 0.25);', 1],
    ['return round(2.5) + round(3.5) + round(-2.5) + fract(-0.25);', 2 + 4 - 2 + 0.75],
    ['return pow(-1.0 * kl, 2.0);', Number.NaN],
    ['return 0.1 + 0.2;', Math.fround(Math.fround(0.1) + Math.fround(0.2))],
  ])('%s', (inner, value) => {
    expect(weigh(inner)(3, 2, 0.5, 0.25)).toBe(value);
  });

  test('functions and constants of its own, in the order they were written', () => {
    const text = `const a = 2.0; const b = a * a;\nfn sq(x: f32) -> f32 { return x * x + b; }\n${HEAD} { return sq(sq(kl)); }`;
    expect(weighBy(text)(1, 0, 0, 0)).toBe(29);
  });

  test('nothing that was not checked', () => {
    expect(() => weigh('loop {}')).toThrow(/^Line 1, column 75: "loop"/);
  });
});

describe.each([...GALLERY, ...DETECTOR_GALLERY.slice(-1)])('$id', ({ code, reference, cite }) => {
  test('may stand in the kernels, says where it comes from, and is what its reference computes', () => {
    expect(problemsOf(code, SHADERS)).toEqual([]);
    expect(cite).toMatch(/\d{4}/);
    const own = weighBy(code);
    for (const kl of [0, 0.01, 0.5, 3])
      for (const entropy of [0, 0.3, 1.2, 2.3])
        for (const [confidence, progress] of [
          [0.1, 0],
          [0.6, 0.4],
          [1, 1],
        ] as const)
          expect(own(kl, entropy, confidence, progress)).toBeCloseTo(
            reference(kl, entropy, confidence, progress),
            5,
          );
  });
});

test('the gallery begins with what a lane without a text has', () => {
  expect(GALLERY[0]?.code).toBe(DEFAULT_TEXT);
  expect(textOf(alone)).toBe(DEFAULT_TEXT);
  expect(new Set(GALLERY.map(({ id }) => id)).size).toBe(GALLERY.length);
});

test('a text stands last in its shader, and what the compiler says is told by its own lines', () => {
  const text = `// mine\n${HEAD} { return 1.0; }`;
  const whole = withText(head, text);
  expect(whole.endsWith(`${text}\n`)).toBe(true);
  expect(whole).not.toContain(
    'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 {\n  return pow',
  );
  const line = whole.split('\n').findIndex((l) => l.startsWith('fn weight')) + 1;
  expect(ofText({ line, column: 4, message: 'no good\nmore' }, head)).toEqual({
    line: 2,
    column: 4,
    says: { en: 'The shader compiler says: no good.', zh: '着色器编译器说：no good.' },
  });
  expect(ofText({ line: 3, column: 4, message: 'no good' }, head)).toMatchObject({ line: 1, column: 1 });
});

test('functions that are not defined everywhere are called by the kernel’s own, in the same columns; those of constants are not', () => {
  const text = `const a = log(2.0); // log( of a constant\n${HEAD} { return log(kl) + pow(sqrt(kl), a) + exp(kl); }`;
  expect(
    withText(head, text).endsWith(
      `const a = log(2.0); // log( of a constant\n${HEAD} { return Log(kl) + Pow(Sqrt(kl), a) + exp(kl); }\n`,
    ),
  ).toBe(true);
  for (const name of PARTIAL)
    for (const shader of SHADERS)
      expect([...namesOf(shader)]).toContain(name.charAt(0).toUpperCase() + name.slice(1));
});

test('no name of the kernels may be taken', () => {
  const names = SHADERS.flatMap((shader) => [...namesOf(shader)]);
  expect(names).toEqual(
    expect.arrayContaining(['student', 'params', 'Params', 'main', 'finite', 'logRatio', 'gap']),
  );
  for (const name of names) {
    const [problem] = problemsOf(`\n  const ${name} = 1.0;\n${HEAD} { return 1.0; }`, SHADERS);
    expect(problem).toMatchObject({ line: 2, column: 3 });
    expect(problem?.says.en).toContain(`"${name}" is a name of the kernel`);
  }
  // What the kernels call is WGSL's, which no text may declare anew.
  for (const shader of SHADERS)
    for (const [, called] of shader
      .replace(/\/\/.*/g, '')
      .matchAll(/\b(?!main\b|weight\b)([a-z]\w*)\s*\(/gi)) {
      const known =
        names.includes(called!) ||
        /^(if|for|vec\d[fu]|u32|bitcast|workgroup_size|builtin|group|binding|return)$/.test(called!);
      if (!known)
        expect(checkCode(`fn ${called}(x: f32) -> f32 { return x; }`)[0]?.says.en).toMatch(/means something/);
    }
});
