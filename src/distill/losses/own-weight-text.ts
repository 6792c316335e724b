// The visitor's text in a shader: where it stands, which names are the shader's own, and what the compiler says of it.
import type { Words } from '../../contract/cards.ts';
import { type CodeProblem, readCode, sentenceOf } from '../../contract/own-code.ts';
import type { Objection } from '../../gpu/backend.ts';

const LINE = /^\/\/ =+$/m;

/** Everything of a shader that stands before the visitor's text. */
function frameOf(shader: string): string {
  const found = LINE.exec(shader);
  if (!found) throw new Error('The shader has no line of equals signs, after which the text would stand.');
  return shader.slice(0, found.index + found[0].length + 1);
}

/** A shader with a text in it, which must be a good one. It comes last, so that no bracket in it can close what is the shader's. */
export const withText = (shader: string, text: string): string => `${frameOf(shader)}${guarded(text)}\n`;

/** The text with the functions that say where they are not defined; every line and column stays where it is. */
function guarded(text: string): string {
  const read = readCode(text);
  if ('problem' in read) throw new Error(sentenceOf(read.problem));
  const capitals = new Set(read.program.partial);
  return Array.from({ length: text.length }, (_, i) =>
    capitals.has(i) ? text.charAt(i).toUpperCase() : text.charAt(i),
  ).join('');
}

/** The text a shader has of its own. */
export const textOf = (shader: string): string => shader.slice(frameOf(shader).length).trimEnd();

/** What a shader declares outside of its functions. */
export const namesOf = (shader: string): ReadonlySet<string> =>
  new Set(
    [...frameOf(shader).matchAll(/^(?:@.*)?(?:fn|struct|const|(?:@.*)?var<[^>]*>)\s+(\w+)/gm)].map(
      ([, name]) => name as string,
    ),
  );

/** What is wrong with a text, wherever it is to run; of its own names none may be a shader's. */
export function problemsOf(text: string, shaders: readonly string[]): CodeProblem[] {
  const read = readCode(text);
  if ('problem' in read) return [read.problem];
  const taken = new Set(shaders.flatMap((shader) => [...namesOf(shader)]));
  const names = [...read.program.functions.keys(), ...read.program.constants.map(({ name }) => name)];
  return names
    .filter((name) => taken.has(name))
    .map((name) => ({
      ...placeOf(text, name),
      says: {
        en: `"${name}" is a name of the kernel around it; choose another.`,
        zh: `“${name}”是外围内核已用的名称；请换一个。`,
      },
    }));
}

/** Where a function or a constant is declared. */
function placeOf(text: string, name: string): { line: number; column: number } {
  const at = new RegExp(`\\b(?:fn|const)\\s+${name}\\b`).exec(text)?.index ?? 0;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What the compiler says of the whole shader, by the lines of the text. */
export function ofText({ line, column, message }: Objection, shader: string): CodeProblem {
  const before = frameOf(shader).split('\n').length - 1;
  const inside = line > before;
  return {
    line: inside ? line - before : 1,
    column: inside ? Math.max(1, column) : 1,
    says: inWords(message.split('\n', 1)[0] ?? ''),
  };
}

/** The compiler's sentence, led in; it speaks English. */
function inWords(message: string): Words {
  const said = message.trim().replace(/\.?$/, '.');
  return { en: `The shader compiler says: ${said}`, zh: `着色器编译器说：${said}` };
}
