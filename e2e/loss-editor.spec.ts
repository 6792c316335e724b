// Editing the loss while it trains: an error leaves the last good version running, a good text is swapped in, a text
// becomes a lane, and all of it goes into the link.
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from 'playwright/test';
import { expect, test, type Visit } from './visit.ts';

const OWN = 'Your own weight';
const HEAD = 'fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32';
const LONG = 'training.length=4000steps&lanes=alone;own-weight';

/** A short run with a lane that has this code. */
const linkTo = (code: string) =>
  `training.length=20steps&lanes=${encodeURIComponent(`alone;own-weight'mine'='${code}'`)}`;

class Editor {
  private constructor(
    readonly section: Locator,
    readonly code: Locator,
    private readonly visit: Visit,
  ) {}

  static async open(visit: Visit): Promise<Editor> {
    const section = visit.page.getByRole('region', { name: 'Edit the loss', exact: true });
    await section.getByRole('button', { name: 'Open the editor' }).click();
    const code = section.getByRole('textbox', { name: 'Weight of a sample, in WGSL' });
    await expect(code).toBeVisible();
    return new Editor(section, code, visit);
  }

  /** Replaces the text, as a visitor who selects all and pastes. */
  async write(text: string): Promise<void> {
    await this.code.click();
    await this.visit.page.keyboard.press('ControlOrMeta+a');
    await this.visit.page.keyboard.insertText(text);
  }

  says(text: string | RegExp): Promise<void> {
    return expect(this.section.getByRole('status').first()).toContainText(text);
  }

  async apply(): Promise<void> {
    await this.section.getByRole('button', { name: 'Apply', exact: true }).click();
  }
}

test('An error is said at its line while the last good version keeps running; a good text is swapped in', async ({
  visit,
}) => {
  await visit.open(LONG);
  const editor = await Editor.open(visit);
  await editor.says('It runs since the first step.');
  await visit.press('Play');
  await visit.reaches(20);

  await editor.write(`${HEAD} {\n  return oops;\n}`);
  await editor.says('1 error: the last good version keeps running.');
  await editor.says('Line 2, column 10: "oops" is not known here.');
  await expect(editor.section.locator('.cm-lint-marker-error')).toHaveCount(1);
  await expect(editor.section.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await visit.reaches((await visit.step()) + 10); // it trains on
  await expect(visit.transport).not.toContainText('edited run');

  // What only the shader compiler sees is said by the same lines.
  await editor.write(`// mine\nconst a = log(-1.0);\n${HEAD} { return a; }`);
  await editor.says(/Line 2, column \d+: The shader compiler says: .*log/);

  await editor.write(`${HEAD} {\n  return 0.5 + 0.5 * entropy;\n}`);
  await editor.says('Changed, and it compiles; not applied yet.');
  await visit.page.keyboard.press('ControlOrMeta+Enter');
  await editor.says(/It runs since step [\d,]+\./);
  await expect(visit.transport).toContainText('edited run');
  await visit.reaches((await visit.step()) + 10);
  await expect(visit.page.getByText(/eager step/)).toBeHidden(); // it was recorded anew
  // The address follows when nothing has changed for a moment.
  const address = expect.poll(() => decodeURIComponent(visit.page.url()));
  await address.toContain('return 0.5 + 0.5 * entropy;');

  // A weight that is no number is caught and told, and harms nothing.
  await editor.write(`${HEAD} { return log(-1.0 - kl); }`);
  await editor.says('Changed, and it compiles');
  await editor.apply();
  await editor.says(/At step [\d,]+ the weight of (\d+) of \1 samples was no number/);
  await visit.reaches((await visit.step()) + 10);
  await visit.press('Pause');
  await visit.stands('Paused');
  await expect(visit.lane(OWN)).not.toContainText('stopped');
  expect(await visit.accuracy(OWN)).toBeGreaterThan(0);
});

test('A text becomes a lane with a name, trains, and comes back from the link; what was typed is kept', async ({
  visit,
  arrive,
}) => {
  await visit.open('training.length=40steps&lanes=alone;kd');
  const editor = await Editor.open(visit);
  await editor.says('It compiles. Make it a lane to train with it.');
  await editor.section.getByRole('combobox', { name: 'Start from' }).selectOption('Uniform (KD)');
  await expect(editor.code).toContainText('return 1.0;');
  await editor.section.getByRole('textbox', { name: 'Name of the new lane' }).fill('All alike');
  await editor.section.getByRole('button', { name: 'Make it a lane' }).click();
  await expect(visit.lane('All alike')).toBeVisible();
  await editor.says('It runs since the first step.');
  await visit.press('Play');
  await visit.finish();
  const numbers = await visit.allNumbers();
  // A weight of one is soft targets, to the last digit that is shown.
  expect(numbers['All alike']).toBe(numbers['Soft targets (KD)']);
  expect(numbers['All alike']).not.toBe(numbers.Alone);

  // Typed, not applied, closed and opened again.
  await editor.write(`${HEAD} { return 0.25; }`);
  await editor.section.getByRole('button', { name: 'Close the editor' }).click();
  await expect(editor.code).toBeHidden();
  await editor.section.getByRole('button', { name: 'Open the editor' }).click();
  await expect(editor.code).toContainText('return 0.25;');
  await editor.section.getByRole('button', { name: 'Back to what runs' }).click();
  await expect(editor.code).toContainText('return 1.0;');

  const axe = await new AxeBuilder({ page: visit.page }).include('.loss-editor').analyze();
  expect(axe.violations.map(({ id }) => id)).toEqual([]);

  // By keyboard: Escape, then Tab leaves the editor; single letters are typed, not commands.
  await editor.code.click();
  await visit.page.keyboard.press('ControlOrMeta+End');
  await visit.page.keyboard.type('// rs');
  await expect(editor.code).toContainText('// rs');
  await visit.stands('Finished');
  await editor.says('Changed, and it compiles'); // so that what comes next can be pressed
  await visit.page.keyboard.press('Escape');
  await visit.page.keyboard.press('Tab');
  await expect(editor.section.getByRole('button', { name: 'Apply', exact: true })).toBeFocused();

  const other = await arrive();
  await other.open(new URL(visit.page.url()).hash.slice(1));
  await other.press('Play');
  await other.finish();
  expect(await other.allNumbers()).toEqual(numbers);
});

test('A link with code that no kernel may have is refused with the place', async ({ visit }) => {
  await visit.open(linkTo('@compute fn f() {}'));
  await expect(visit.page.getByText(/Line 1, column 1: "@": attributes/)).toBeVisible();
});

test('The kernels of a lane stand beside their references, with the code the lane has now', async ({
  visit,
}) => {
  await visit.open(linkTo(`${HEAD} { return 0.125; }`));
  await visit.press('Play');
  await visit.finish();
  const lane = visit.lane('mine');
  await lane.getByText('About this lane').click();
  await lane.getByRole('button', { name: 'Read the kernels that run' }).click();
  const dialog = visit.page.getByRole('dialog', { name: 'Kernels of mine' });
  await expect(dialog).toContainText('1 dispatch in a recorded step');
  const shader = dialog.getByRole('textbox', { name: 'What runs: own-weight-head.wgsl' });
  await expect(shader).toContainText('A weight of the visitor');
  const reference = dialog.getByRole('textbox', { name: /^What it is held to: .*own-weight\.ts/ });
  await expect(reference).toContainText('visitor');
  const axe = await new AxeBuilder({ page: visit.page }).include('dialog').analyze();
  expect(axe.violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole('combobox', { name: 'Kernel' }).selectOption('adam');
  await expect(dialog.getByRole('textbox', { name: 'What runs: adam.wgsl' })).toContainText('Adam');
  await visit.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
