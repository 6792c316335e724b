// Data sets of scenes: which objects they are made of, and the parts of such a set.
import type { AnchorSpec, DatasetCard } from '../contract/cards.ts';
import { areaOf } from '../detect/boxes.ts';
import type { Truth } from '../detect/matching.ts';
import { knob, type LoadContext, type Part, type Samples } from './dataset.ts';
import { type Objects, type SceneSpec, scenesOf } from './scenes.ts';
import { wholeKnob } from './whole-knob.ts';

/** How many scenes to learn from, and how full they are. */
export const sceneKnobs = (train: number, { most = 4000, objects = 4 } = {}): DatasetCard['knobs'] => ({
  train: wholeKnob('n', [50, train, most], {
    label: { en: 'Training scenes', zh: '训练场景数' },
    hint: { en: 'How many there are to learn from, labeled or not.', zh: '可供学习的场景数，无论有无标签。' },
  }),
  most: wholeKnob('m', [1, objects, 6], {
    label: { en: 'Objects a scene, at most', zh: '每个场景最多物体数' },
    hint: { en: 'Every scene has from one to so many.', zh: '每个场景有一个到这么多个物体。' },
  }),
});

export interface SceneSource {
  readonly card: DatasetCard & { readonly anchors: AnchorSpec };
  readonly scene: Pick<SceneSpec, 'sides' | 'background'>;
  /** Images to put into scenes, of each part's own. */
  readonly objects: Readonly<Record<'train' | 'validation' | 'test', Objects>>;
  /** Where the pool is from elsewhere: of what it is made, and how many scenes there are. */
  readonly pool?: {
    readonly scene: Pick<SceneSpec, 'sides' | 'background'>;
    readonly objects: Objects;
    readonly count: number;
  };
}

/** All scenes of a set. The counts of its card hold for validation and test; that of training scenes is a knob. */
export function sceneSamples({ card, scene, objects, pool }: SceneSource, context: LoadContext): Samples {
  const whole = (look: Pick<SceneSpec, 'sides' | 'background'>): SceneSpec => ({
    size: card.anchors.size,
    objects: [1, Math.round(knob(context, 'most'))],
    overlap: 0.1,
    noise: 0.03,
    ...look,
  });
  const part = (name: string, images: Objects, count: number, look = scene): Part => {
    const { x, truths } = scenesOf(images, whole(look), count, context.seed, `${card.id}/${name}`);
    return { x, truths, y: Int32Array.from(truths, classOf) };
  };
  return {
    shape: card.shape,
    classes: card.classes,
    anchors: card.anchors,
    train: part('train', objects.train, Math.round(knob(context, 'train'))),
    validation: part('validation', objects.validation, card.counts.validation),
    test: part('test', objects.test, card.counts.test),
    ...(pool && { pool: part('pool', pool.objects, pool.count, pool.scene) }),
  };
}

/** The class of the largest object, by which labels are counted. */
function classOf(truths: readonly Truth[]): number {
  const [largest] = truths.toSorted((a, b) => areaOf(b.box) - areaOf(a.box));
  return largest?.label ?? 0;
}
