// The key to the classes: colour, shape, name.
import { classColor } from './map-image.ts';
import { markPath } from './marks.ts';

export function ClassKey({ classes }: { classes: readonly string[] }) {
  return (
    <ul className="class-key">
      {classes.map((name, i) => (
        <li key={name}>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
            <path d={markPath(i, 7, 7, 10)} fill={`rgb(${classColor(i).join(' ')})`} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
