// A sample of a survey in words: its number, its truth, and what networks choose.
import type { LaneView } from '../../state/lane-view.ts';
import { ts } from '../messages/samples.ts';
import type { Told } from './SampleStrip.tsx';
import { choiceOf, isRight, type Survey } from './search.ts';

export const className = (classes: readonly string[], label: number | undefined): string =>
  label === undefined ? ts('none') : (classes[label] ?? String(label));

/** Below the picture stand the truth and, where one of the networks chooses otherwise, what the first of those chooses. */
export function tellSample(
  survey: Survey,
  index: number,
  lanes: readonly Pick<LaneView, 'id' | 'name'>[],
  classes: readonly string[],
): Told {
  const truth = className(classes, survey.labels[index]);
  const said = lanes.map(({ id, name }) =>
    ts('said', { lane: name, class: className(classes, choiceOf(survey, id, index)) }),
  );
  const wrong = lanes.find(({ id }) => !isRight(survey, id, index));
  const choice = wrong && className(classes, choiceOf(survey, wrong.id, index));
  return {
    short: choice === undefined ? truth : ts('said.short', { truth, class: choice }),
    long: [ts('sample', { index: String(index) }), ts('truth', { class: truth }), ...said].join(', '),
  };
}
