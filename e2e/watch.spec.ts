// The watch itself: what must never happen on a visit would be noticed if it did.
import { expect, test } from './visit.ts';

test('A call elsewhere, a broken policy, a warning, an error and a dialog are each noticed', async ({
  visit,
}) => {
  await visit.open();
  expect(visit.complaints).toEqual([]);
  const elsewhere = 'https://elsewhere.invalid/';
  await visit.page.evaluate(async (url) => {
    await fetch(url).catch(() => {});
    alert('Stay?');
    setTimeout(() => {
      throw new Error('thrown by hand');
    });
  }, elsewhere);
  const [worker] = visit.page.workers();
  await worker?.evaluate(async (url) => {
    console.warn('said by the engine');
    await fetch(`${url}from-the-engine`).catch(() => {});
  }, elsewhere);
  for (const what of [
    /broke its policy: connect-src https:\/\/elsewhere/,
    /called https:\/\/elsewhere.invalid\/from-the-engine/,
    /dialog: Stay\?/,
    /warning: said by the engine/,
    /threw: thrown by hand/,
  ])
    await expect
      .poll(() => visit.complaints.filter((complaint) => what.test(complaint)).length)
      .toBeGreaterThan(0);
  visit.forgive(/./);
});
