// The page of `npm run bench`: it offers the programs, and the command line calls them.
import { programs } from './programs.ts';

Object.assign(globalThis, { programs });
