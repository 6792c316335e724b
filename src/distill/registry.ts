// All methods: every file in methods/ is one.
import { isBaseline } from '../contract/setup.ts';
import type { Method } from './method.ts';

const modules = import.meta.glob<Method>(['./methods/*.ts', '!./methods/*.test.ts'], {
  eager: true,
  import: 'default',
});

/** In the order the page offers them: students alone first, then by title. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.values(modules)
    .sort(
      (a, b) => Number(isBaseline(b.id)) - Number(isBaseline(a.id)) || a.title.en.localeCompare(b.title.en),
    )
    .map((method) => [method.id, method]),
);

/** Finds a method by id; the error names what there is. */
export function methodById(id: string): Method {
  const method = methods.get(id);
  if (!method) throw new Error(`There is no method "${id}"; there are ${[...methods.keys()].join(', ')}.`);
  return method;
}
