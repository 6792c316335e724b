// How components reach the archive.
import { useStore } from 'zustand';
import { type Archive, type ArchiveState, archiveOf } from '../../state/archive.ts';
import type { ArchiveEntry } from '../../state/archive-entry.ts';
import { entryName } from '../../state/archive-views.ts';
import { useActions } from '../context.ts';
import { language } from '../messages/messages.ts';

export const useArchive = (): Archive => archiveOf(useActions());

export const useArchived = <T>(select: (state: ArchiveState) => T): T => useStore(useArchive().state, select);

export const nameOf = (entry: ArchiveEntry): string => entryName(entry, language());

/** A moment for the eye, in the language of the page. */
export const dateText = (at: number): string =>
  new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
