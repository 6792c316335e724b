// Once opened, the page opens and trains without a network.
import { expect, test } from './visit.ts';

test('Once opened, the page opens and trains without a network', async ({ visit }) => {
  const { page } = visit;
  await visit.open('training.length=20steps&lanes=alone;kd');
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated')
      await new Promise((resolve) => active?.addEventListener('statechange', resolve, { once: true }));
  });
  await page.context().setOffline(true);
  await expect(page.evaluate(() => fetch('./not-kept.txt').then(String, () => 'no network'))).resolves.toBe(
    'no network', // the control
  );
  await page.reload();
  await visit.stands('Ready');
  await visit.press('Play');
  await visit.finish();
  expect(await visit.accuracy('Alone')).toBeGreaterThan(10);
  visit.forgive(/not-kept\.txt/, /ERR_INTERNET_DISCONNECTED/);
});

test('The page can be installed: its manifest names it, its icons and where it starts', async ({ visit }) => {
  await visit.open();
  const manifest = await visit.page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    const found = await (await fetch(link?.href ?? '')).json();
    const sizes = await Promise.all(
      found.icons.map(async (icon: { src: string }) => {
        const image = new Image();
        image.src = new URL(icon.src, link?.href).href;
        await image.decode();
        return image.naturalWidth > 0;
      }),
    );
    return { ...found, sizes };
  });
  expect(manifest).toMatchObject({ name: 'Stillroom', start_url: './', display: 'standalone' });
  expect(manifest.sizes).toEqual([true, true, true, true]);
});
