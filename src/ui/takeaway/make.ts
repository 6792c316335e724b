// Makes the files that are taken along, from the state of the page and the engine's answers.
import type { RunWeights } from '../../contract/takeaway.ts';
import type { App } from '../../state/app.ts';
import type { LaneView } from '../../state/lane-view.ts';
import { writeLayersModel } from '../../state/takeaway/layers-model.ts';
import { writeOnnx } from '../../state/takeaway/onnx.ts';
import { networkOf } from '../../state/takeaway/plan.ts';
import { writePyTorch } from '../../state/takeaway/pytorch.ts';
import {
  evaluationsCsv,
  type Origin,
  resultsJson,
  seedsOf,
  seriesCsv,
} from '../../state/takeaway/results.ts';
import { writeSafetensors } from '../../state/takeaway/safetensors.ts';
import { zipOf } from '../../state/takeaway/zip.ts';

export interface Made {
  readonly content: BlobPart;
  readonly name: string;
  readonly type: string;
}
export type WeightFormat = 'safetensors' | 'onnx' | 'layers';

const VERSIONS = { stillroom: __APP_VERSION__, revision: __APP_REVISION__, tfjs: __TFJS_VERSION__ };
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const address = (app: App) => new URL(`#${app.link()}`, location.href).href;

export async function makeResults(
  app: App,
  views: readonly LaneView[],
  kind: 'evaluations' | 'series' | 'json',
): Promise<Made> {
  const { run: state, moves } = app.store.getState();
  const { run, info } = state;
  if (!run || !info) throw new Error('There is no run yet.');
  const name = `stillroom-${kind}`;
  if (kind === 'evaluations')
    return { content: evaluationsCsv(views, seedsOf(run)), name: `${name}.csv`, type: 'text/csv' };
  if (kind === 'series') return { content: seriesCsv(views), name: `${name}.csv`, type: 'text/csv' };
  const origin = {
    date: new Date().toISOString(),
    link: address(app),
    versions: VERSIONS,
    engine: info,
    run,
  };
  const content = resultsJson(views, { ...origin, moves, ...(await fingerprintOf(app)) });
  return { content, name: 'stillroom-results.json', type: 'application/json' };
}

/** Only of a run that stands: one that plays has moved on by the time it is told. */
async function fingerprintOf(app: App): Promise<Pick<Origin, 'fingerprint' | 'fingerprintReason'>> {
  const { transport } = app.store.getState().run;
  if (!['ready', 'paused', 'finished'].includes(transport))
    return { fingerprint: null, fingerprintReason: 'The run did not stand when this was made.' };
  const { step, hash } = await app.ask('hash', {});
  return { fingerprint: { step, hash } };
}

export async function makeWeights(app: App, lane: string, seed: number, format: WeightFormat): Promise<Made> {
  const weights = await app.ask('parameters', {});
  const own = weights.networks[lane];
  if (!own) throw new Error(`There is no network "${lane}".`);
  const network = networkOf(own, seed, weights.shape, weights.classes, weights.anchors);
  const about = describe(app, weights, lane, seed);
  const name = `stillroom-${lane}-seed-${seed}`;
  if (format === 'safetensors') {
    const content = writeSafetensors(Object.fromEntries(network.weights), about);
    return { content, name: `${name}.safetensors`, type: 'application/octet-stream' };
  }
  if (format === 'onnx')
    return { content: writeOnnx(network, about), name: `${name}.onnx`, type: 'application/octet-stream' };
  const { json, weights: bytes } = writeLayersModel(network, about);
  const files = { 'model.json': new TextEncoder().encode(json), 'weights.bin': bytes };
  return { content: await zipOf(files, pause), name: `${name}-tfjs.zip`, type: 'application/zip' };
}

export async function makePyTorch(app: App, views: readonly LaneView[], steps: number): Promise<Made> {
  const { run } = app.store.getState().run;
  if (!run) throw new Error('There is no run yet.');
  const material = await app.ask('material', { steps });
  const names = Object.fromEntries(views.map(({ id, name }) => [id, name]));
  const { files } = writePyTorch(run.setup, material, names, address(app));
  return { content: await zipOf(files, pause), name: 'stillroom-pytorch.zip', type: 'application/zip' };
}

/** What a file of weights says of itself: texts alone, as its formats want them. */
function describe(
  app: App,
  { shape, classes, step, phase, networks }: RunWeights,
  lane: string,
  seed: number,
) {
  const { run } = app.store.getState().run;
  return {
    format: 'stillroom-weights',
    network: JSON.stringify(networks[lane]?.net),
    shape: JSON.stringify(shape),
    classes: JSON.stringify(classes),
    normalisation: 'none: samples as the page shows them, channels last',
    lane,
    seed: String(seed),
    step: String(step),
    phase,
    setup: JSON.stringify(run?.setup),
  };
}
