// How components reach the store: thin hooks, no logic.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { App, AppState } from '../state/app.ts';

export const AppContext = createContext<App | null>(null);

/** What the visitor can do. */
export function useActions(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('This component stands outside of <Page>.');
  return app;
}

/** Part of the state; the component is drawn again when that part changes. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(useActions().store, select);
