// All keys on one sheet: those of the page as they are registered, and those of its parts.
import { useStore } from 'zustand';
import { allCommands, commandStore } from '../commands.ts';
import { Dialog } from '../Dialog.tsx';
import { t } from '../messages/messages.ts';
import { tp } from '../messages/palette.ts';
import { keyName } from './key-name.ts';
import './palette.css';

/** Keys that belong to whatever has the focus. */
const PARTS = ['tab', 'arrows', 'tabs', 'sliders', 'charts', 'sample', 'dialog'] as const;

export function KeySheet({ close }: { close: () => void }) {
  useStore(commandStore, (state) => state.lists);
  const keys = allCommands().filter((command) => command.key !== undefined);
  return (
    <Dialog title={tp('keys.title')} close={close}>
      <p className="plain">{tp('keys.explain')}</p>
      <table className="keys-table">
        <caption>{tp('keys.page')}</caption>
        <tbody>
          <tr>
            <th scope="row">
              <kbd>Ctrl</kbd> / <kbd>⌘</kbd> <kbd>K</kbd>
            </th>
            <td>{t('command.open')}</td>
          </tr>
          {keys.map(({ id, key = '', title }) => (
            <tr key={id}>
              <th scope="row">
                <kbd>{keyName(key)}</kbd>
              </th>
              <td>{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="keys-table">
        <caption>{tp('keys.parts')}</caption>
        <tbody>
          {PARTS.map((part) => (
            <tr key={part}>
              <th scope="row">{tp(`keys.${part}`)}</th>
              <td>{tp(`keys.${part}.what`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
