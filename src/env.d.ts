// What Vite adds to a module: import.meta.glob, import.meta.env, `?raw` and other imports of files.
/// <reference types="vite/client" />

/** From package.json, and the git revision it was built from; see vite.config.ts. */
declare const __APP_VERSION__: string;
declare const __APP_REVISION__: string | null;
/** The version of TensorFlow.js, from package.json. */
declare const __TFJS_VERSION__: string;
