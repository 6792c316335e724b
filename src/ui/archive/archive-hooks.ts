// How components reach the archive.
import { useStore } from 'zustand';
import { type Archive, type ArchiveState, archiveOf } from '../../state/archive.ts';
import type { ArchiveEntry } from '../../state/archive-entry.ts';
import { entryName } from '../../state/archive-views.ts';
import { useActions } from '../context.ts';
import { ta } from '../messages/archive.ts';
import { language, numbers } from '../messages/messages.ts';

export const useArchive = (): Archive => archiveOf(useActions());

export const useArchived = <T>(select: (state: ArchiveState) => T): T => useStore(useArchive().state, select);

export const nameOf = (entry: ArchiveEntry): string => entryName(entry, language());

/** Where a run stands, or a checkpoint of it. */
export const placeText = ({
  phase,
  step,
  totalSteps,
}: Pick<ArchiveEntry, 'phase' | 'step' | 'totalSteps'>): string =>
  ta(phase === 'students' ? 'place.students' : 'place.before', {
    step: numbers.integer(step),
    total: numbers.integer(totalSteps),
  });
/** A moment for the eye, in the language of the page. */
export const dateText = (at: number): string =>
  new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
