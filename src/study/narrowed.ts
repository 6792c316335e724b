// A study with other seeds, or with fewer of its methods.
import { TEACHER } from '../contract/protocol.ts';
import type { Parsed } from '../contract/setup.ts';
import { parseStudy, type Study } from '../contract/study.ts';

/** The student alone is always among them; claims and searches of methods that are left out are left out too. */
export function narrowed(
  study: Study,
  { first, count }: Study['seeds'],
  names: ReadonlySet<string>,
): Parsed<Study> {
  const has = (name: string) => name === 'alone' || names.has(name);
  const there = (name: string) => name === TEACHER || has(name);
  const { tuning } = study;
  return parseStudy({
    ...study,
    seeds: { first, count },
    methods: study.methods.filter((method) => has(typeof method === 'string' ? method : method.name)),
    claims: study.claims.filter(({ better, than }) =>
      [better, ...(typeof than === 'string' ? [than] : 'best' in than ? than.best : than.median)].every(
        there,
      ),
    ),
    ...(tuning && {
      tuning: {
        ...tuning,
        search: Object.fromEntries(Object.entries(tuning.search).filter(([name]) => has(name))),
      },
    }),
  });
}
