// What the engine does for one page: it holds the present experiment and answers commands.
// The worker hands commands in and events out; nothing here knows of threads.
import type { Cards } from '../contract/cards.ts';
import { type Checkpoint, checkpointBytes, MAX_CHECKPOINT_BYTES } from '../contract/checkpoint.ts';
import type { OwnData } from '../contract/own-data.ts';
import type { Command, EngineEvent, EngineInfo, Transport } from '../contract/protocol.ts';
import type { AnswerEvent, QuestionCommand } from '../contract/questions.ts';
import { checkSetup, type Setup } from '../contract/setup.ts';
import { cardOf, type Dataset, type Read } from '../data/dataset.ts';
import { ownDataset } from '../data/own-set.ts';
import { type PreparedData, prepareData } from '../data/prepare.ts';
import { datasetById } from '../data/registry.ts';
import { type BootOptions, bootEngine, type Engine, gpuReturns } from '../gpu/engine.ts';
import { buildNetwork, type Network } from '../nn/network.ts';
import { ANSWERS, type Asked } from './answers.ts';
import { cards as builtIn } from './cards.ts';
import { checkpointOf, whyOther } from './checkpoints.ts';
import { describe, type Source } from './described.ts';
import { Experiment, type SavedRun } from './experiment.ts';
import { type FasterEngine, fasterEngine, macsOf } from './faster-engine.ts';
import { fits, type Imported, importedOf, importTeacher } from './imported.ts';
import { loadPretrained, type Pretrained } from './pretrained.ts';
import { Pump } from './pump.ts';
import { type Due, metrics, type RunEvent, run } from './run.ts';

export interface Files {
  readonly data: Read;
  readonly teachers: Read;
}

export interface SessionHooks {
  post(event: EngineEvent, transfer?: Transferable[]): void;
  breathe(): Promise<void>;
  files(base: string): Files;
  readonly boot?: BootOptions;
}

interface Loaded extends Source {
  readonly experiment: Experiment;
  readonly pump: Pump;
}

/** How many data sets of the visitor are held; the one that came first goes, where it is not in use. */
const MAX_OWN_SETS = 8;

export class Session {
  private engine: Engine | null = null;
  /** Its GPU went away; whoever needs one starts it anew. */
  private gone = false;
  private choice: Setup['engine'] = 'auto';
  /** What trains the present run faster, where the choice is ours and WebGPU is not on a GPU. */
  private faster: FasterEngine | null = null;
  private files: Files | null = null;
  private loaded: Loaded | null = null;
  private saved: SavedRun | null = null;
  private state: Transport = 'empty';
  private pace: number | null = null;
  /** What the visitor brought, by id; it outlives a lost GPU. */
  private readonly own = new Map<string, Dataset>();
  /** Teaches in place of the set-up's own teacher, as long as it fits. */
  private imported: Imported | null = null;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly hooks: SessionHooks) {}

  /** Commands are done one after another; one that fails says so and changes nothing else. */
  command(command: Command): Promise<void> {
    this.queue = this.queue
      .then(() => this.handle(command))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        const request = 'request' in command ? { request: command.request } : {};
        this.hooks.post({ type: 'failed', command: command.type, reason, ...request });
        if ((command.type === 'load' || command.type === 'resume') && !this.loaded) this.transport('empty');
      });
    return this.queue;
  }

  private async handle(command: Command): Promise<void> {
    switch (command.type) {
      case 'boot':
        this.files = this.hooks.files(command.base);
        this.choice = command.engine;
        this.faster = null;
        return this.boot();
      case 'data':
        return this.takeIn(command.data);
      case 'load':
        return this.load(command.setup);
      case 'teacher':
        return this.teach(command.teacher);
      case 'play':
        if (this.state !== 'ready' && this.state !== 'paused') return;
        this.transport('playing');
        return this.need().pump.play();
      case 'pause':
        if (this.state !== 'playing') return;
        await this.need().pump.pause();
        if (this.state === 'playing') this.transport('paused');
        return;
      case 'step':
        if (this.state !== 'ready' && this.state !== 'paused' && this.state !== 'playing') return;
        return this.step(command.steps ?? 1);
      case 'pace':
        return this.keepPace(command.stepsPerSecond);
      case 'reset':
        return this.reset();
      case 'recover':
        return this.recover();
      case 'checkpoint':
        return this.checkpoint();
      case 'resume':
        return this.resume(command.checkpoint);
      case 'knob':
        return this.need().experiment.turn(command.lane, command.knob, command.value);
      case 'code':
        return this.need().experiment.recode(command.lane, command.code);
      default:
        return this.answer(command);
    }
  }

  /** One step at once; more are played, so that they can be paused. */
  private async step(steps: number): Promise<void> {
    if (!(Number.isInteger(steps) && steps > 0))
      throw new Error(`Steps to take must be a whole number from 1, got ${steps}.`);
    const { pump } = this.need();
    if (steps === 1) {
      await pump.step();
      if (!this.over()) this.transport('paused');
      return;
    }
    await pump.pause();
    if (this.over()) return;
    this.transport('playing');
    pump.play(steps);
  }

  private keepPace(stepsPerSecond: number | null): void {
    if (stepsPerSecond !== null && !(stepsPerSecond > 0 && Number.isFinite(stepsPerSecond)))
      throw new Error(`The pace must be a number of steps a second above 0, got ${stepsPerSecond}.`);
    this.pace = stepsPerSecond;
    if (this.loaded) this.loaded.pump.pace = stepsPerSecond;
  }

  private over(): boolean {
    return this.state === 'finished' || this.state === 'lost';
  }

  private need(): Loaded {
    if (!this.loaded) throw new Error('There is no experiment yet.');
    return this.loaded;
  }

  private async boot(): Promise<void> {
    await this.unload();
    if (this.gone) await gpuReturns(); // where it stays away another engine starts
    this.engine = await bootEngine(this.faster?.engine ?? this.choice, this.hooks.boot);
    this.gone = false;
    const { engine, adapter, software, why, lost, onFault } = this.engine;
    const reason = why ?? (engine === 'wasm' ? this.faster?.why : undefined);
    const info: EngineInfo = { engine, adapter, software, ...(reason ? { why: reason } : {}) };
    const mine = this.engine;
    void lost.then((reason) => {
      if (mine !== this.engine) return;
      this.gone = true;
      this.lose(reason);
    });
    // A refusal outside a lane's first step cannot be laid at one lane's door: everything pauses and the page is told.
    onFault((reason) => {
      this.hooks.post({ type: 'failed', command: 'play', reason });
      void this.command({ type: 'pause' });
    });
    this.hooks.post({ type: 'ready', info, cards: this.cards() });
  }

  private takeIn(data: OwnData): void {
    const dataset = ownDataset(data);
    this.own.delete(data.id);
    this.own.set(data.id, dataset);
    const unused = [...this.own.keys()].find((id) => id !== data.id && id !== this.loaded?.setup.data.id);
    if (this.own.size > MAX_OWN_SETS && unused !== undefined) this.own.delete(unused);
    this.hooks.post({ type: 'cards', cards: this.cards() });
  }

  private cards(): Cards {
    return { ...builtIn, datasets: [...builtIn.datasets, ...[...this.own.values()].map(cardOf)] };
  }

  /** @param from where the run will stand; its teacher is the run's own */
  private async load(setup: Setup, from?: Checkpoint): Promise<void> {
    const problems = checkSetup(setup, this.cards());
    if (problems.length) throw new Error(problems.join(' '));
    if (!this.files || !this.engine) throw new Error('The engine has not started yet.');
    await this.unload();
    this.transport('loading');
    const data = await prepareData(
      this.own.get(setup.data.id) ?? datasetById(setup.data.id),
      setup,
      this.files.data,
    );
    const network = buildNetwork(setup.teacher.net, data.shape, data.classes.length, data.anchors);
    this.keepImported(setup, data, from);
    const pretrained = this.imported ?? (await this.ownTeacher(setup, network));
    const other = this.prefersOther(setup, data, network);
    if (other || this.gone) await this.boot();
    this.build({ setup, data, pretrained });
    this.hooks.post({ type: 'loaded', run: describe(this.need()) });
    this.transport('ready');
    void this.need().experiment.compileAhead(); // while the visitor looks at what there is
  }

  /** The trained teacher that a set-up asks for; null where it trains its own. */
  private async ownTeacher(setup: Setup, network: Network): Promise<Pretrained | null> {
    if (setup.teacher.source !== 'pretrained' || !this.files) return null;
    return loadPretrained(setup, network, this.files.teachers);
  }

  /** An imported teacher goes where it does not fit any more, and the page is told. */
  private keepImported(setup: Setup, data: PreparedData, from?: Checkpoint): void {
    const before = this.imported;
    this.imported = from ? importedOf(from, data) : before && fits(before, setup, data) ? before : null;
    if (!before || this.imported) return;
    const reason = `The teacher from ${before.file} is not that of this set-up; the set-up’s own teacher is used.`;
    this.hooks.post({ type: 'failed', command: 'teacher', reason });
  }

  /** The loaded set-up from its beginning with an imported teacher, or with its own again. */
  private async teach(brought: Extract<Command, { type: 'teacher' }>['teacher']): Promise<void> {
    const { setup, data, experiment } = this.need();
    const imported = brought && importTeacher(setup, data, brought.file, brought.weights);
    const pretrained = imported ?? (await this.ownTeacher(setup, experiment.teacher.network));
    this.imported = imported;
    return this.reset({ setup, data, pretrained });
  }

  /** Whether another engine than the running one is to train a run; notes which. */
  private prefersOther(setup: Setup, { shape, classes, anchors }: PreparedData, teacher: Network): boolean {
    const running = this.engine;
    const ours = this.choice === 'auto' && running?.software && (this.faster || running.engine === 'webgpu');
    if (!running || !ours) return false;
    const student = buildNetwork(setup.student, shape, classes.length, anchors);
    const before = this.faster?.engine ?? 'webgpu';
    this.faster = fasterEngine(setup.student.model, macsOf(setup, student, teacher));
    return this.faster.engine !== before;
  }

  /** Makes the experiment and its pump, at its beginning. */
  private build(source: Source): Loaded {
    const experiment = new Experiment(source.setup, source.data, source.pretrained);
    const mine = () => this.loaded?.pump === pump;
    const pump: Pump = new Pump(
      run(
        experiment,
        pumped(() => pump.meter),
      ),
      {
        breathe: this.hooks.breathe,
        finished: () => mine() && this.transport('finished'),
        rested: () => mine() && this.transport('paused'),
        broke: (reason) => mine() && void this.broke(reason, mine),
        event: (event, msPerStep) => mine() && this.hear(event, msPerStep),
      },
    );
    pump.pace = this.pace;
    this.saved = null;
    this.loaded = { ...source, experiment, pump };
    return this.loaded;
  }

  private hear(event: RunEvent, msPerStep: number | null): void {
    if (event.type === 'saved') {
      this.saved = event.saved;
      this.hooks.post({ type: 'snapshot', step: event.saved.step });
      this.hand(event.saved);
    } else if (event.type === 'stepped') this.progress(msPerStep);
    else this.hooks.post(event);
  }

  /** Gives a saved run to the page, where it is not too large to be kept. */
  private hand(saved: SavedRun): void {
    const { loaded, engine } = this;
    if (!loaded || !engine || checkpointBytes(saved) > MAX_CHECKPOINT_BYTES) return;
    const { setup, experiment } = loaded;
    const checkpoint = checkpointOf(saved, setup, engine, experiment.turns, fileOf(loaded));
    this.hooks.post(
      { type: 'checkpoint', checkpoint },
      Object.values(checkpoint.state).map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  /** Saves the run where it stands. Silent where there is nothing to save: the page asks whenever it is hidden. */
  private async checkpoint(): Promise<void> {
    const { loaded } = this;
    if (!loaded || this.state === 'lost' || this.state === 'loading') return;
    const { experiment } = loaded;
    await this.standing(async () => {
      const { phase, step } = experiment.position;
      for await (const event of metrics(experiment, phase, step)) this.hear(event, null);
      this.saved = await experiment.save();
    });
    if (this.saved) this.hand(this.saved);
  }

  /** The run of an earlier session, where it stood. What does not fit leaves the set-up loaded, at its beginning. */
  private async resume(checkpoint: Checkpoint): Promise<void> {
    await this.load(checkpoint.setup, checkpoint);
    const { experiment } = this.need();
    const other = this.engine && whyOther(checkpoint, this.engine);
    const misfit = other ? null : experiment.misfit(checkpoint);
    if (other) throw new Error(other);
    if (misfit) throw new Error(`What was kept of this run does not fit its set-up: ${misfit}.`);
    experiment.restore(checkpoint);
    experiment.repeat(checkpoint.turns);
    const { phase, step, state, stopped } = checkpoint;
    this.saved = { phase, step, state, stopped };
    this.hooks.post({ type: 'resumed', phase, step });
    const over = phase === 'students' && step === experiment.totalSteps;
    this.transport(over ? 'finished' : 'paused');
  }

  /** The same set-up from its beginning; what was loaded for it is kept. */
  private async reset({ setup, data, pretrained }: Source = this.need()): Promise<void> {
    if (this.state === 'lost') await this.boot();
    else await this.unload();
    this.hooks.post({ type: 'loaded', run: describe(this.build({ setup, data, pretrained })) });
    this.transport('ready');
  }

  /** A new device, the last snapshot, the knobs as they were turned since, and on. */
  private async recover(): Promise<void> {
    if (this.state !== 'lost') return;
    const { setup, data, pretrained, experiment } = this.need();
    const { saved } = this;
    if (this.gone && !(await gpuReturns())) {
      // Another engine rounds otherwise: a run that began here does not go on there without being asked.
      throw new Error(
        'The browser gives no GPU back. Continue tries again; or choose another engine, which begins the run anew.',
      );
    }
    await this.boot();
    const again = this.build({ setup, data, pretrained });
    if (saved) again.experiment.restore(saved);
    again.experiment.repeat(experiment.turns);
    this.saved = saved;
    this.transport('playing');
    again.pump.play();
  }

  /** Pulling the run threw. If the GPU is gone, its own words say it better. */
  private async broke(reason: string, mine: () => boolean): Promise<void> {
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), 500));
    const gone = await Promise.race([this.engine?.lost ?? patience, patience]);
    if (mine()) this.lose(gone ?? `The run broke off: ${reason}`); // by now the page may have loaded another
  }

  private lose(reason: string): void {
    if (this.state === 'lost' || !this.loaded) return;
    this.loaded.pump.abandon();
    this.transport('lost');
    this.hooks.post({ type: 'lost', reason, from: this.saved?.phase === 'students' ? this.saved.step : 0 });
  }

  /** Drops what is loaded; on a device that is gone there is nothing to free. */
  private async unload(): Promise<void> {
    const { loaded, state } = this;
    this.loaded = null;
    if (!loaded) return;
    if (state !== 'lost') await loaded.pump.dispose();
    try {
      loaded.experiment.dispose();
    } catch (error) {
      if (state !== 'lost') throw error;
    }
  }

  private transport(state: Transport): void {
    this.state = state;
    this.progress(null);
  }

  private progress(msPerStep: number | null): void {
    const { phase, step } = this.loaded?.experiment.position ?? { phase: 'students', step: 0 };
    this.hooks.post({ type: 'transport', state: this.state, phase, step, msPerStep });
  }

  /** Does work between two steps; a run that plays waits for it and goes on. */
  private async standing<T>(work: () => Promise<T>): Promise<T> {
    const { pump } = this.need();
    if (this.state === 'playing') await pump.pause();
    try {
      return await work();
    } finally {
      if (this.state === 'playing') pump.resume();
    }
  }

  private async answer({ type, request, ...details }: QuestionCommand): Promise<void> {
    const { experiment, data } = this.need();
    const answer = ANSWERS[type] as (about: Asked, details: unknown) => Promise<object>;
    const about: Asked = {
      experiment,
      data,
      standing: (work) => this.standing(work),
    };
    this.hooks.post({ ...(await answer(about, details)), type, request } as AnswerEvent);
  }
}

/** The meter of a pump that is made from the run it drives. */
const pumped = (meter: () => Due): Due => ({
  metrics: () => meter().metrics(),
  snapshot: () => meter().snapshot(),
  steps: () => meter().steps(),
  landed: (step) => meter().landed(step),
});

/** The file that an imported teacher came from. */
const fileOf = ({ pretrained }: Source): string | undefined =>
  pretrained && 'file' in pretrained ? pretrained.file : undefined;
