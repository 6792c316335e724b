export default async (p, out) => {
  const section = p.getByRole('region', { name: 'Edit the loss', exact: true });
  await section.getByRole('button', { name: 'Open the editor' }).click({timeout: 60000});
  await p.waitForTimeout(3000);
  await p.getByRole('button', { name: 'Play', exact: true }).click({timeout: 60000});
  await p.waitForTimeout(25000);
  await section.screenshot({ path: out+'-1.png' });
  await section.getByRole('textbox', { name: /^Weight of/ }).click();
  await p.keyboard.press('ControlOrMeta+a');
  await p.keyboard.insertText('fn weight(kl: f32, entropy: f32, confidence: f32, progress: f32) -> f32 { return log(0.1 - kl); }');
  await p.waitForTimeout(1500);
  await p.keyboard.press('ControlOrMeta+Enter');
  await p.waitForTimeout(9000);
  await section.screenshot({ path: out+'-2.png' });
};
