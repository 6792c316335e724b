// What a survey is of: how many of how many samples, after which step, of which seed; or why there is none.

import type { LookProps } from '../looks.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import type { Survey } from './search.ts';

interface SurveyNoteProps {
  readonly survey: Survey | null;
  readonly failure: string | null;
  readonly run: LookProps['run'];
  /** How many of them are shown; null where that is said elsewhere. */
  readonly found: number | null;
}

export function SurveyNote({ survey, failure, run, found }: SurveyNoteProps) {
  if (!survey)
    return <p className="explain-note">{failure ? ts('failed', { reason: failure }) : ts('waiting')}</p>;
  const all = survey.labels.length;
  const { seeds } = run.setup;
  const sentences = [
    found === 0 && ts('nothing'),
    found !== null && ts('found', { n: found, all, step: numbers.integer(survey.step) }),
    all < survey.total && ts('found.part', { all, total: survey.total }),
    seeds > 1 && ts('seed', { seeds }),
    failure && ts('failed', { reason: failure }),
  ];
  return <p className="explain-note">{sentences.filter(Boolean).join(' ')}</p>;
}
