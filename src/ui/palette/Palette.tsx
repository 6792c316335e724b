// The command palette: type some letters, choose with the arrow keys, Enter does it.
import { Command } from 'cmdk';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { allCommands, type CommandGroup, commandStore, type PageCommand } from '../commands.ts';
import { Dialog } from '../Dialog.tsx';
import { t } from '../messages/messages.ts';
import { headings } from './headings.ts';
import { keyName } from './key-name.ts';
import './palette.css';
import { tp } from '../messages/palette.ts';

export function Palette({ close }: { close: () => void }) {
  const lists = useStore(commandStore, (state) => state.lists);
  // biome-ignore lint/correctness/useExhaustiveDependencies: allCommands reads the lists
  const groups = useMemo(() => grouped([...allCommands(), ...headings()]), [lists]);
  const run = (command: PageCommand) => {
    close();
    setTimeout(command.run); // when the focus is back on the page, so that a command can move it
  };
  return (
    <Dialog title={t('command.open')} close={close} className="palette">
      <Command label={t('command.open')} loop filter={holds}>
        <Command.Input data-first-focus placeholder={tp('search')} />
        <Command.List label={t('command.open')}>
          <Command.Empty>{tp('nothing')}</Command.Empty>
          {groups.map(([group, commands]) => (
            <Command.Group key={group} heading={t(group)}>
              {commands.map((command) => (
                <Command.Item
                  key={command.id}
                  value={`${command.title} ${command.id}`}
                  disabled={command.enabled === false}
                  onSelect={() => run(command)}
                >
                  <span>{command.title}</span>
                  {command.key && <kbd>{keyName(command.key)}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** Letters must stand together: scattered ones would find what nobody meant, and Enter would do it. */
const holds = (value: string, typed: string): number =>
  value.toLowerCase().includes(typed.trim().toLowerCase()) ? 1 : 0;

/** By group, groups in the order of their first command. */
function grouped(commands: readonly PageCommand[]): [CommandGroup, PageCommand[]][] {
  const groups = new Map<CommandGroup, PageCommand[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}
