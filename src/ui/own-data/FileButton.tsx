// A button that lets files be chosen: one, or a folder of them.
import { useRef } from 'react';
import type { NamedFile } from '../../state/own-data-files.ts';
import { filesOf } from './dropped-files.ts';

export function FileButton(props: {
  readonly label: string;
  readonly accept?: string;
  readonly folder?: boolean;
  readonly take: (files: NamedFile[]) => void;
}) {
  const { label, accept, folder = false, take } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...(accept && { accept })}
        {...(folder && { webkitdirectory: '' })}
        onChange={(event) => {
          const files = filesOf(event.target.files ?? new DataTransfer().files);
          event.target.value = ''; // so that the same file can be chosen again
          if (files.length > 0) take(files);
        }}
      />
    </>
  );
}
