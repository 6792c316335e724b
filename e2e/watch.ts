// What a visit is watched for.
import type { BrowserContext, Page } from 'playwright/test';

interface Watched {
  readonly complaints: string[];
  readonly requests: string[];
}

/** Notes requests, and everything a page of good manners would not do. */
export async function watch(
  context: BrowserContext,
  page: Page,
  home: string,
  watched: Watched,
): Promise<void> {
  const { complaints, requests } = watched;
  const origin = new URL(home).origin;
  context.on('request', (request) => {
    const url = request.url();
    requests.push(url);
    // A blob is the page's own file on its way to a download.
    if (!/^(data|blob|about):/.test(url) && new URL(url).origin !== origin)
      complaints.push(`It called ${url}.`);
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What the next page makes unnecessary is cancelled.
    if (why !== 'net::ERR_ABORTED') complaints.push(`It did not get ${request.url()}: ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`It got ${response.status()} for ${response.url()}.`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`Console, ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`It threw: ${error.message}`));
  page.on('crash', () => complaints.push('The tab crashed.'));
  page.on('dialog', (dialog) => {
    complaints.push(`It asked in a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // What a worker is refused is told to nobody but the worker.
  page.on('worker', (worker) => {
    const listen = worker.evaluate(() => {
      self.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`broke its policy: ${violatedDirective} ${blockedURI}`);
      });
    });
    listen.catch(() => {}); // it was gone before
  });
  await page.exposeFunction('stillroomPolicyBroken', (what: string) =>
    complaints.push(`It broke its policy: ${what}`),
  );
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (window as unknown as { stillroomPolicyBroken(what: string): void }).stillroomPolicyBroken(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });
}
