// Where a run stands, whole: enough to go on from it in another session of the page, bit for bit. Plain data; what
// comes from a database is checked here before anything is made of it.
import * as v from 'valibot';
import { type Phase, PhaseSchema } from './phases.ts';
import type { EngineInfo, LaneId } from './protocol.ts';
import { type Parsed, parseSetup, type Setup } from './setup.ts';

/** Another number where old checkpoints cannot be read any more. */
export const CHECKPOINT_VERSION = 1;
/** Bytes of state that are kept: some hundred times the largest network of the experiments. */
export const MAX_CHECKPOINT_BYTES = 128e6;
const MAX_SLOTS = 5000;
const MAX_TURNS = 100_000;
/** Characters of the name of a file. */
export const MAX_FILE_NAME = 200;

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const name = v.pipe(v.string(), v.maxLength(200));
const phase = PhaseSchema;
const step = whole(100_000_000);
const lane = v.pipe(v.string(), v.regex(/^(teacher|lane-[0-7](\/[a-z][a-z0-9-]{0,31})?)$/));

const TurnSchema = v.strictObject({
  phase,
  step,
  lane,
  /** A knob's name, or the one under which a lane's code is turned. */
  knob: v.pipe(v.string(), v.maxLength(40)),
  value: v.union([v.pipe(v.number(), v.finite()), v.pipe(v.string(), v.maxLength(4000)), v.boolean()]),
});
/** A live knob that was moved when a step had been taken and before the next. */
export type KnobTurn = v.InferOutput<typeof TurnSchema>;

const Header = v.strictObject({
  version: v.literal(CHECKPOINT_VERSION),
  setup: v.unknown(),
  /** What computed it: another one would round otherwise. */
  engine: v.picklist(['webgpu', 'webgl', 'wasm', 'cpu']),
  adapter: v.pipe(v.string(), v.maxLength(500)),
  teacher: v.optional(v.pipe(v.string(), v.maxLength(MAX_FILE_NAME))),
  phase,
  step,
  stopped: v.record(lane, v.nullable(v.pipe(v.string(), v.maxLength(10_000)))),
  turns: v.pipe(v.array(TurnSchema), v.maxLength(MAX_TURNS)),
  state: v.unknown(),
});

export interface Checkpoint {
  readonly version: typeof CHECKPOINT_VERSION;
  readonly setup: Setup;
  readonly engine: EngineInfo['engine'];
  readonly adapter: string;
  /** The file that its teacher's weights came from, where that is none of the set-up's; they are in the state. */
  readonly teacher?: string | undefined;
  /** The last step taken. */
  readonly phase: Phase;
  readonly step: number;
  /** Why lanes had stopped by then. */
  readonly stopped: Readonly<Record<LaneId, string | null>>;
  readonly turns: readonly KnobTurn[];
  /** The numbers of every named slot: weights, moments, clocks, knobs, what a method learns. */
  readonly state: Readonly<Record<string, Float32Array>>;
}

/** Reads a checkpoint. Problems are sentences; numbers inside the state may be anything, a lane may have diverged. */
export function parseCheckpoint(value: unknown): Parsed<Checkpoint> {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : null;
  if (typeof version === 'number' && version !== CHECKPOINT_VERSION)
    return refuse(
      `It was written by another version of this page (${version}; this one reads ${CHECKPOINT_VERSION}).`,
    );
  const header = v.safeParse(Header, value);
  if (!header.success)
    return refuse(
      ...header.issues
        .slice(0, 5)
        .map((issue) => `${v.getDotPath(issue) ?? 'checkpoint'}: ${issue.message}.`),
    );
  const setup = parseSetup(header.output.setup);
  if (!setup.ok) return setup;
  const problem = stateProblem(header.output.state);
  if (problem) return refuse(problem);
  const state = header.output.state as Checkpoint['state'];
  return { ok: true, value: { ...header.output, setup: setup.value, state } };
}

/** Bytes of the numbers. */
export const checkpointBytes = ({ state }: Pick<Checkpoint, 'state'>): number =>
  Object.values(state).reduce((sum, { byteLength }) => sum + byteLength, 0);

function stateProblem(state: unknown): string | null {
  if (typeof state !== 'object' || state === null) return 'state: there is none.';
  const slots = Object.entries(state);
  if (slots.length === 0 || slots.length > MAX_SLOTS)
    return `state: expected 1 to ${MAX_SLOTS} entries, got ${slots.length}.`;
  let bytes = 0;
  for (const [key, values] of slots) {
    if (!v.is(name, key)) return 'state: a name is too long.';
    if (!(values instanceof Float32Array) || values.length === 0)
      return `state.${key}: expected numbers of 32 bits, got something else.`;
    bytes += values.byteLength;
  }
  return bytes > MAX_CHECKPOINT_BYTES
    ? `state: ${bytes} bytes are more than the ${MAX_CHECKPOINT_BYTES} that are read.`
    : null;
}

const refuse = (...problems: string[]): Parsed<never> => ({ ok: false, problems });
