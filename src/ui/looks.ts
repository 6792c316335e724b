// The ways to look inside a run: each a tab, loaded when it is first opened. To add one, write its component and name
// it here.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { LoadedRun } from '../contract/protocol.ts';
import type { App } from '../state/app.ts';
import type { LaneView } from '../state/lane-view.ts';
import type { Key } from './messages/catalogue.ts';

/** What every look is given. */
export interface LookProps {
  /** The teacher, then the lanes. */
  readonly lanes: LaneView[];
  readonly run: LoadedRun;
  /** The last step all lanes have taken; it changes at most four times a second. */
  readonly step: number;
  readonly ask: App['ask'];
  /** Goes to another look, by its id. */
  readonly show: (look: string) => void;
}

export interface Look {
  readonly id: string;
  readonly title: Key;
  /** Whether there is anything to see in such a run. */
  readonly fits: (run: LoadedRun) => boolean;
  readonly View: LazyExoticComponent<ComponentType<LookProps>>;
}

const always = () => true;
const ofScenes = (run: LoadedRun) => run.anchors !== undefined;
/** Whether every sample has one class, for which networks have a logit each. */
const ofClasses = (run: LoadedRun) => !ofScenes(run);

export const LOOKS: readonly Look[] = [
  {
    id: 'maps',
    title: 'maps.title',
    fits: (run) => run.bounds !== undefined,
    View: lazy(() => import('./explain/DecisionMaps.tsx').then((m) => ({ default: m.DecisionMaps }))),
  },
  {
    id: 'scenes',
    title: 'scenes.title',
    fits: ofScenes,
    View: lazy(() => import('./scenes/Scenes.tsx').then((m) => ({ default: m.Scenes }))),
  },
  {
    id: 'precision',
    title: 'precision.title',
    fits: ofScenes,
    View: lazy(() => import('./scenes/Precision.tsx').then((m) => ({ default: m.Precision }))),
  },
  {
    id: 'sample',
    title: 'sample.title',
    fits: ofClasses,
    View: lazy(() => import('./explain/SampleViewer.tsx').then((m) => ({ default: m.SampleViewer }))),
  },
  {
    id: 'hard',
    title: 'hard.title',
    fits: ofClasses,
    View: lazy(() => import('./explain/HardMap.tsx').then((m) => ({ default: m.HardMap }))),
  },
  {
    id: 'why',
    title: 'why.title',
    fits: (run) => ofClasses(run) && run.setup.lanes.length > 1,
    View: lazy(() => import('./explain/WhyWon.tsx').then((m) => ({ default: m.WhyWon }))),
  },
  {
    id: 'confusion',
    title: 'confusion.title',
    fits: always,
    View: lazy(() => import('./explain/ConfusionLook.tsx').then((m) => ({ default: m.ConfusionLook }))),
  },
  {
    id: 'reliability',
    title: 'reliability.title',
    fits: always,
    View: lazy(() => import('./explain/Reliability.tsx').then((m) => ({ default: m.Reliability }))),
  },
  {
    id: 'features',
    title: 'features.title',
    fits: ofClasses,
    View: lazy(() => import('./explain/Features.tsx').then((m) => ({ default: m.Features }))),
  },
  {
    id: 'episodes',
    title: 'episodes.title',
    fits: (run) => run.novel !== undefined,
    View: lazy(() => import('./explain/Episodes.tsx').then((m) => ({ default: m.Episodes }))),
  },
  {
    id: 'dissector',
    title: 'dissector.title',
    fits: always,
    View: lazy(() => import('./explain/Dissector.tsx').then((m) => ({ default: m.Dissector }))),
  },
  {
    id: 'layers',
    title: 'layers.title',
    fits: always,
    View: lazy(() => import('./explain/Layers.tsx').then((m) => ({ default: m.Layers }))),
  },
];
