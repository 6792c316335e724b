// The words of the command palette and of the sheet of keys.
export const paletteEn = {
  search: 'What do you want to do?',
  nothing: 'Nothing is called that.',
  'keys.title': 'Keys',
  'keys.explain':
    'Single keys work wherever nothing is being typed. The checkbox beside the transport switches them off.',
  'keys.page': 'Anywhere on the page',
  'keys.parts': 'Where the focus is',
  'keys.tab': 'Tab, Shift Tab',
  'keys.tab.what': 'To the next part, to the one before',
  'keys.arrows': 'Arrow keys in a list of choices',
  'keys.arrows.what': 'Choose another',
  'keys.tabs': 'Left, Right, Home, End on tabs',
  'keys.tabs.what': 'Another way to look inside',
  'keys.sliders': 'Arrow keys, Page Up and Down, Home, End on a slider',
  'keys.sliders.what': 'Move a knob, also while it trains',
  'keys.charts': 'Left and Right on a chart',
  'keys.charts.what': 'Along the steps; the numbers are read out',
  'keys.sample': 'Left and Right in the sample viewer',
  'keys.sample.what': 'The sample before, the next',
  'keys.dialog': 'Escape',
  'keys.dialog.what': 'Closes a dialog, keeps a field as it was',
} as const;
