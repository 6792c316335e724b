// Every text of the page in Simplified Chinese, as in en.ts.
import type { Catalogue } from './catalogue.ts';
import { pageZh } from './page.zh.ts';
import { sayerOf } from './sentences.ts';
import { sentencesZh } from './sentences.zh.ts';
import { viewsZh } from './views.zh.ts';

export const zh: Catalogue = { ...pageZh, ...viewsZh };
export const said = sayerOf(sentencesZh);
