// The page without a network: a service worker keeps its files. A newer version waits until the visitor takes it, so
// that it never comes between a run and its end.
import { Workbox } from 'workbox-window';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface OfflineState {
  /** Whether all files of the page are kept, so that it opens without a network. */
  readonly kept: boolean;
  /** A newer version of the page is kept and waits. */
  readonly newer: boolean;
}

/** The part of a service worker's registration that is used; tests bring their own. */
export interface Registration {
  addEventListener(type: 'waiting' | 'activated' | 'controlling', listener: () => void): void;
  register(): Promise<unknown>;
  messageSkipWaiting(): void;
}

export type Offline = ReturnType<typeof createOffline>;

export function createOffline(registration: Registration, reload: () => void) {
  const store: StoreApi<OfflineState> = createStore(() => ({ kept: false, newer: false }));
  let taken = false;
  registration.addEventListener('activated', () => store.setState({ kept: true }));
  registration.addEventListener('waiting', () => store.setState({ newer: true }));
  registration.addEventListener('controlling', () => taken && reload());
  return {
    store,
    /** Resolves when it is registered, or when this browser keeps no pages (then nothing is said: it works online). */
    async start(): Promise<void> {
      await registration.register().catch(() => {});
    },
    /** Reloads the page as the newer version. */
    take() {
      taken = true;
      registration.messageSkipWaiting();
    },
  };
}

/** That of this page; null where the browser has none, and in development. */
export function keepOffline(base: string): Offline | null {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return null;
  const offline = createOffline(new Workbox(new URL('sw.js', base).href), () => location.reload());
  void offline.start();
  return offline;
}
