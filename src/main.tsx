// Composition root: makes the store with its worker, and mounts the page.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './state/app.ts';
import { Page } from './ui/Page.tsx';

const app = createApp({
  base: document.baseURI,
  readAddress: () => location.hash,
  writeAddress: (fragment) => history.replaceState(null, '', `#${fragment}`),
});
app.start();
window.addEventListener('hashchange', () => app.openLink(location.hash));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <Page app={app} />
  </StrictMode>,
);
