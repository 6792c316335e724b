// The sources of all kernels' references, to be read beside their shaders. Loaded when someone wants to.
export const sources = import.meta.glob<string>(
  ['../nn/kernels/*.ts', '../nn/losses/*.ts', '../distill/losses/*.ts', '!../**/*.test.ts'],
  { query: '?raw', import: 'default', eager: true },
);
