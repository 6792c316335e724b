// The hard-sample map in words: how many samples lie in each quarter, and how the networks do there.
import { memo } from 'react';
import { formatNumber } from '../charts/format.ts';
import { numbers } from '../messages/messages.ts';
import { ts } from '../messages/samples.ts';
import { Scroll } from '../Scroll.tsx';
import { median, quadrants } from './hard-plane.ts';
import { type HardView, meanOf } from './hard-view.ts';
import { isRight, type Survey } from './search.ts';

interface HardQuartersProps {
  readonly survey: Survey;
  readonly view: HardView;
  readonly teacher: { readonly id: string; readonly name: string };
  readonly student: { readonly id: string; readonly name: string };
  /** What the colour stands for; null where it says right or wrong. */
  readonly colorName: string | null;
}

export const HardQuarters = memo(function HardQuarters({
  survey,
  view,
  teacher,
  student,
  colorName,
}: HardQuartersProps) {
  const [h, kl] = [median(view.xs), median(view.ys)];
  const caption = ts('hard.quarters', { h: formatNumber(h), kl: formatNumber(kl) });
  const share = (lane: string, indices: readonly number[]) =>
    numbers.percent(indices.filter((i) => isRight(survey, lane, i)).length / indices.length);
  return (
    <Scroll className="table-scroll samples-table" label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{ts('hard.quarter')}</th>
            {[
              ts('hard.samples'),
              ts('hard.correct', { lane: teacher.name }),
              ts('hard.correct', { lane: student.name }),
              ...(colorName === null ? [] : [ts('hard.mean', { name: colorName })]),
            ].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {quadrants(view.xs, view.ys, h, kl).map(({ unsure, far, indices }) => (
            <tr key={`${unsure} ${far}`}>
              <th scope="row">{ts(`hard.${unsure ? 'unsure' : 'sure'}.${far ? 'far' : 'near'}`)}</th>
              <td className="number">{numbers.integer(indices.length)}</td>
              <td className="number">{share(teacher.id, indices)}</td>
              <td className="number">{share(student.id, indices)}</td>
              {view.values && <td className="number">{numbers.significant(meanOf(view.values, indices))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
});
