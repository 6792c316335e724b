// The words of dragging lanes.
export const sortingEn = {
  'sorting.grip': 'Move lane {name}',
  'sorting.how':
    'Press space to pick the lane up, move it with the arrow keys, press space again to put it down, or Escape to leave it where it was.',
  'sorting.start': 'Picked up {name}, lane {place} of {count}.',
  'sorting.over': '{name} would be lane {place} of {count}.',
  'sorting.end': '{name} is now lane {place} of {count}.',
  'sorting.cancel': '{name} stays lane {place} of {count}.',
} as const;
