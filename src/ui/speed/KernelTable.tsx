// The kernels of a step and their shares of the sum, the dearest first.
import type { StepProfile } from '../../contract/protocol.ts';
import { numbers, t } from '../messages/messages.ts';
import { Scroll } from '../Scroll.tsx';

export function KernelTable({ kernels }: { kernels: StepProfile['kernels'] }) {
  const sum = kernels.reduce((all, { ms }) => all + ms, 0);
  const caption = t('kernels.table');
  return (
    <Scroll className="table-scroll kernel-table" label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('kernels.name')}</th>
            <th scope="col" className="number">
              {t('kernels.count')}
            </th>
            <th scope="col" className="number">
              {t('kernels.each')}
            </th>
            <th scope="col" className="number">
              {t('kernels.all')}
            </th>
            <th scope="col">{t('kernels.share')}</th>
          </tr>
        </thead>
        <tbody>
          {kernels.map(({ name, dispatches, ms }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{numbers.integer(dispatches)}</td>
              <td className="number">{numbers.fixed3(ms / dispatches)}</td>
              <td className="number">{numbers.fixed3(ms)}</td>
              <td>
                <div className="kernel-share">
                  <span className="kernel-bar" aria-hidden="true">
                    <span style={{ width: `${(100 * ms) / sum}%` }} />
                  </span>
                  {numbers.percent(ms / sum)}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
