// An experiment as a folder for PyTorch: train.py, what it reads, and how to start it.
import type { KnobValue } from '../../contract/cards.ts';
import { CODE, laneId } from '../../contract/protocol.ts';
import type { Setup } from '../../contract/setup.ts';
import type { Material, MaterialScenes, NetWeights } from '../../contract/takeaway.ts';
import { pythonOf } from './own-weight-python.ts';
import { type Tensors, writeSafetensors } from './safetensors.ts';
import script from './train.py?raw';

/** What the script repeats; other methods are refused with a sentence. */
const METHODS = [
  ...['alone', 'kd', 'adl', 'ctkd', 'pseudo-labels', 'own-weight'],
  ...['focal', 'detector-kd', 'detector-adl', 'detector-own-weight', 'pseudo-boxes'],
];

export interface Folder {
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Lanes that were left out, a sentence each. */
  readonly refused: readonly string[];
}

/** @param names the lanes' names as the page shows them, by id; @throws a sentence where no lane could be written */
export function writePyTorch(
  setup: Setup,
  material: Material,
  names: Readonly<Record<string, string>>,
  link: string,
): Folder {
  const refused: string[] = [];
  const lanes = setup.lanes.flatMap((lane, i) => {
    const id = laneId(i);
    const own = material.lanes[id];
    const name = names[id] ?? id;
    if (own && METHODS.includes(own.method))
      return [{ id, name, ...own, without: lane.without ?? [], code: own.code ? pythonOf(own.code) : '' }];
    refused.push(`${name}: the script does not know the method ${lane.method}; this lane was left out.`);
    return [];
  });
  if (lanes.length === 0)
    throw new Error(
      `The script knows none of these methods: ${setup.lanes.map(({ method }) => method).join(', ')}.`,
    );
  const turns = material.turns.map(({ lane, step, knob, value }) =>
    knob === CODE
      ? { lane, step, code: pythonOf(String(value)) }
      : { lane, step, knob, value: value as KnobValue },
  );
  const net = (of: NetWeights | undefined) => of?.net;
  const run = {
    steps: material.steps,
    totalSteps: material.totalSteps,
    batch: material.batch,
    poolBatch: material.poolBatch,
    seeds: material.seeds,
    classes: material.classes,
    ...(material.scenes && { anchors: material.scenes.spec }),
    training: setup.training,
    augment: setup.data.augment,
    teacher: net(material.networks.teacher),
    student: net(material.networks[laneId(0)]),
    keys: material.keys,
    lanes,
    turns,
  };
  const json = { format: 'stillroom-pytorch', version: 1, link, setup, run };
  const text = (content: string) => new TextEncoder().encode(content);
  return {
    files: {
      'train.py': text(script),
      'setup.json': text(`${JSON.stringify(json, null, 2)}\n`),
      'data.safetensors': writeSafetensors(tensorsOf(material), { format: 'pt' }),
      'README.txt': text(readme(material, refused)),
    },
    refused,
  };
}

function tensorsOf({ train, scenes, test, order, shape, seeds, steps, networks }: Material): Tensors {
  const samples = ({ x, y }: Material['train']) => ({
    x: { shape: [y.length, ...shape], values: x },
    y: { shape: [y.length], values: y },
  });
  const [trained, tested] = [samples(train), samples(test)];
  const parameters = Object.entries(networks).flatMap(([id, network]) => {
    const row = (kind: string) => (parameter: NetWeights['parameters'][number]) =>
      [
        `${id}.${kind}${parameter.name}`,
        { shape: [network.seeds.length, ...parameter.shape], values: parameter.values },
      ] as const;
    const student = id === 'teacher' ? '' : 'student.';
    return [...network.parameters.map(row(student)), ...network.parts.map(row('part.'))];
  });
  return {
    'train.x': trained.x,
    'train.y': trained.y,
    ...(!scenes && { 'test.x': tested.x, 'test.y': tested.y }),
    ...(scenes && rowsOfScenes(scenes, train.y.length)),
    order: { shape: [seeds.length, steps, order.length / (seeds.length * steps)], values: order },
    ...Object.fromEntries(parameters),
  };
}

/** Targets and deltas of all anchors, a row a sample: by the labels, and for each lane as its teacher has found. */
function rowsOfScenes({ labels, found }: MaterialScenes, samples: number): Tensors {
  const rows = (values: Float32Array) => ({ shape: [samples, values.length / samples], values });
  return {
    'train.labels': rows(labels),
    ...Object.fromEntries(Object.entries(found).map(([id, values]) => [`${id}.found`, rows(values)])),
  };
}

const readme = (
  { steps, totalSteps }: Material,
  refused: readonly string[],
): string => `An experiment of Stillroom, for PyTorch

  python3 train.py                    takes the first ${steps} of ${totalSteps} steps again, every lane and seed
  python3 train.py --steps 100        fewer of them
  python3 train.py --out losses.json  keeps the loss and the terms of each step

It needs Python 3.9, torch 1.13 or later and numpy. The losses agree with the page's up to the rounding of float32,
which grows slowly from step to step.

train.py          the networks, the losses, the optimizers and the run: one file to read and to change
setup.json        what is run: lanes, knobs, schedule; knobs that were moved, with the step
data.safetensors  the training samples that come up, the test set, the order of the batches, the first weights of
                  every lane and seed, the teacher. Images are [height, width, channels], dense weights
                  [inputs, units], convolutions [kernel * kernel * channels, filters]. Of scenes there is no test
                  set, but what their anchors stand for: first the target of each (class, -1 background, -2 not
                  counted), then four deltas of each; by the labels, and as a lane's teacher has found.

Chance in dropout and altered samples is Philox-2x32-10 with the page's keys, so that both draw the same.
${refused.map((sentence) => `\n${sentence}`).join('')}`;
