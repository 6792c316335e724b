// What Vite adds to a module: import.meta.glob, import.meta.env, `?raw` and other imports of files.
/// <reference types="vite/client" />
