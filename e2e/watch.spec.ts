// The watch itself: what must never happen on a visit would be noticed if it did.
import { expect, test } from './visit.ts';

test('The engine keeps the policy of the page: it can neither call elsewhere nor make code of text', async ({
  visit,
}) => {
  await visit.open('training.length=5steps');
  const [worker] = visit.page.workers();
  if (!worker) throw new Error('There is no engine.');
  const addresses = { home: visit.page.url(), script: 'data:text/javascript,export{}' };
  const told = await worker.evaluate(async ({ home, script }) => {
    const broken: string[] = [];
    self.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      broken.push(violatedDirective);
    });
    const outcome = (attempt: () => unknown) =>
      Promise.resolve()
        .then(attempt)
        .then(
          () => 'done',
          (error: Error) => error.name,
        );
    const outcomes = {
      home: await outcome(() => fetch(home)), // the control
      elsewhere: await outcome(() => fetch('https://elsewhere.invalid/')),
      script: await outcome(() => import(script)),
      code: await outcome(() => new Function('return 1')()),
    };
    await new Promise((resolve) => setTimeout(resolve, 100)); // the reports come after the refusals
    return { ...outcomes, broken };
  }, addresses);
  expect(told).toEqual({
    home: 'done',
    elsewhere: 'TypeError',
    script: 'TypeError',
    code: 'EvalError',
    broken: ['connect-src', 'script-src-elem', 'script-src'],
  });
  visit.forgive(/Content Security Policy/, /error: broke its policy/);
  await visit.press('Play');
  await visit.finish();
});

test('An engine whose script does not arrive is told of with a sentence, and can be started again', async ({
  visit,
}) => {
  const { page } = visit;
  await page.context().route(/assets\/worker-/, (route) => route.abort());
  await page.goto('./');
  await expect(page.getByText('The engine’s script could not be loaded.')).toBeVisible();
  await page.context().unroute(/assets\/worker-/);
  await page.getByRole('button', { name: 'Start it again' }).click();
  await visit.stands('Ready');
  visit.forgive(/worker-/, /ERR_FAILED/);
});

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
    /error: broke its policy: connect-src https:\/\/elsewhere.invalid\/from-the-engine/,
    /dialog: Stay\?/,
    /warning: said by the engine/,
    /threw: thrown by hand/,
  ])
    await expect
      .poll(() => visit.complaints.filter((complaint) => what.test(complaint)).length)
      .toBeGreaterThan(0);
  visit.forgive(/./);
});
