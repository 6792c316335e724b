// Runs a TypeScript program of the command line through Vite, because the engine's modules use
// `import.meta.glob` and `?raw`, which Node alone does not know:
//
//   node src/cli/run-ts.mjs src/cli/study.ts digits.json --seeds 8
//
// The program sees its own arguments from process.argv[2] on, as if Node had started it.
import { relative, resolve } from 'node:path';
import { createServer, isRunnableDevEnvironment } from 'vite';

const [program, ...args] = process.argv.slice(2);
if (!program) {
  console.error('Say which program to run: node src/cli/run-ts.mjs src/cli/<program>.ts …');
  process.exit(2);
}

const server = await createServer({
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
process.argv = [process.argv[0] ?? 'node', resolve(program), ...args];
try {
  const { ssr } = server.environments;
  if (!isRunnableDevEnvironment(ssr)) throw new Error('This Vite cannot run modules in Node.');
  const path = `/${relative(server.config.root, resolve(program)).replaceAll('\\', '/')}`;
  await ssr.runner.import(path);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await server.close();
}
