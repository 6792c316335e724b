// Composition root: makes the store with its worker, and mounts the page.
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './state/app.ts';
import { leftSetup } from './state/left-setup.ts';
import { language, onLanguage, preferredLanguage, speak } from './ui/messages/messages.ts';
import { Page } from './ui/Page.tsx';

const app = createApp({
  base: document.baseURI,
  readAddress: () => location.hash,
  writeAddress: (fragment) => history.replaceState(null, '', `#${fragment}`),
  readLeft: leftSetup.read,
  writeLeft: leftSetup.write,
});
app.start();
window.addEventListener('hashchange', () => app.openLink(location.hash));

function Root() {
  const spoken = useSyncExternalStore(onLanguage, language);
  return <Page key={spoken} app={app} />; // all texts anew, the run as it is
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
const wanted = () => app.store.getState().view.language ?? preferredLanguage();
const speakWanted = async () => {
  if (wanted() !== language()) await speak(wanted());
};
await speakWanted();
app.store.subscribe(() => void speakWanted());
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
