// Plain JSON compared and copied by value.

/** Equal as JSON, whatever the order of keys. A missing key and an undefined one are equal. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(own(a, key), own(b, key)));
}

const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

/** A copy with one value replaced. The path is the page's own, never a stranger's. */
export function put<T>(json: T, path: readonly (string | number)[], value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const inner = put((json as Record<string | number, unknown>)[key], rest, value);
  if (Array.isArray(json)) return json.with(Number(key), inner) as T;
  return { ...json, [key]: inner };
}

/** Names that would reach an object's prototype; refused wherever a stranger names a key. */
export const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'prototype', 'constructor'];
