// What the page knows of the engine and of the run: a fold of events. `reduce` is pure; time does not enter it.
import type { Cards } from '../contract/cards.ts';
import { orderOf, type Phase } from '../contract/phases.ts';
import {
  type Command,
  type EngineEvent,
  type EngineInfo,
  type LaneId,
  type LoadedRun,
  TEACHER,
  type Transport,
} from '../contract/protocol.ts';
import { type AnswerEvent, isQuestion } from '../contract/questions.ts';
import { insertEvaluation, meanEvaluation } from './evaluation.ts';
import type { EvaluationPoint, Series } from './lane-view.ts';
import { append, EMPTY, rewind } from './series.ts';

export type NoticeKind = 'failed' | 'link' | 'view' | 'file';

/** Something the visitor should read, until dismissed. The details are sentences with names and numbers. */
export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  readonly details: readonly string[];
  /** The command that failed. */
  readonly command?: Command['type'];
}

/** What the page itself has to say, folded like the events of the engine. */
export type PageEvent =
  | { readonly type: 'notice'; readonly kind: NoticeKind; readonly details: readonly string[] }
  | { readonly type: 'dismiss'; readonly id: number }
  /** What an earlier session measured of the run that goes on, in place of what there is. */
  | {
      readonly type: 'restored';
      readonly lanes: Readonly<Record<LaneId, LaneRecord>>;
      readonly phase: Phase;
      readonly step: number;
    }
  /** A new worker was made; nothing of the old one holds. */
  | { readonly type: 'booting' }
  /** The worker died or could not start. */
  | { readonly type: 'crashed'; readonly reason: string };

export interface LaneRecord {
  readonly series: Readonly<Record<string, Series>>;
  readonly evaluations: readonly EvaluationPoint[];
  readonly stopped: { readonly step: number; readonly reason: string } | null;
  /** The last step at which its own code was seen to give no number for so many of a step's samples. */
  readonly faults?: { readonly step: number; readonly samples: number; readonly of: number };
}

export interface RunState {
  /** Why there is no engine any more, if so. */
  readonly crashed: string | null;
  readonly info: EngineInfo | null;
  readonly cards: Cards | null;
  readonly run: LoadedRun | null;
  readonly transport: Transport;
  readonly phase: Phase;
  readonly step: number;
  readonly msPerStep: number | null;
  readonly lost: { readonly reason: string; readonly from: number } | null;
  readonly snapshot: number | null;
  /** How the engine takes its steps; null before it has said so. */
  readonly stepping: { readonly recorded: boolean; readonly reason: string | null } | null;
  readonly lanes: Readonly<Record<LaneId, LaneRecord>>;
  readonly notices: readonly Notice[];
  readonly nextNotice: number;
}

export const START: RunState = {
  crashed: null,
  info: null,
  cards: null,
  run: null,
  transport: 'empty',
  phase: 'students',
  step: 0,
  msPerStep: null,
  lost: null,
  snapshot: null,
  stepping: null,
  lanes: {},
  notices: [],
  nextNotice: 1,
};

const NEW_LANE: LaneRecord = { series: {}, evaluations: [], stopped: null };

export function reduce(state: RunState, event: EngineEvent | PageEvent): RunState {
  switch (event.type) {
    case 'booting':
      return { ...START, notices: state.notices, nextNotice: state.nextNotice };
    case 'ready':
      return { ...state, crashed: null, info: event.info, cards: event.cards };
    case 'cards':
      return { ...state, cards: event.cards };
    case 'loaded':
      return {
        ...state,
        run: event.run,
        lanes: {},
        lost: null,
        snapshot: null,
        stepping: null,
        step: 0,
        msPerStep: null,
        notices: state.notices.filter((notice) => notice.command !== 'load'), // it worked now
      };
    case 'transport':
      return moved(state, event);
    case 'metrics':
      return withLane(state, event.lane, (lane) => ({
        ...lane,
        series: appended(lane.series, event),
      }));
    case 'evaluation':
      return evaluated(state, event);
    case 'stopped':
      return withLane(state, event.lane, (lane) => ({
        ...lane,
        stopped: { step: event.step, reason: event.reason },
      }));
    case 'faults':
      return withLane(state, event.lane, (lane) => ({
        ...lane,
        faults: { step: event.step, samples: event.samples, of: event.of },
      }));
    case 'snapshot':
      return { ...state, snapshot: event.step };
    case 'checkpoint': // to whoever keeps it
    case 'resumed':
      return state;
    case 'restored':
      return { ...state, lanes: rewound(state, event.lanes, event.phase, event.step) };
    case 'stepping':
      return { ...state, stepping: { recorded: event.recorded, reason: event.reason } };
    case 'lost':
      return { ...state, transport: 'lost', lost: { reason: event.reason, from: event.from } };
    case 'crashed':
      return { ...state, crashed: event.reason, transport: 'empty', run: null, lost: null };
    case 'failed':
      if (isQuestion(event.command) || event.command === 'data') return state; // told to whoever asked
      return noticed(state, { kind: 'failed', details: [event.reason], command: event.command });
    case 'notice':
      return noticed(state, { kind: event.kind, details: event.details });
    case 'dismiss':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== event.id) };
    default:
      event satisfies AnswerEvent; // to whoever asked
      return state;
  }
}

/** The phase in which a network trains. */
const phaseOf = (run: LoadedRun | null, id: LaneId): Phase =>
  id === TEACHER ? 'teacher' : (run?.stages?.networks.find((one) => one.id === id)?.phase ?? 'students');

/** Where the run stands. When it stands earlier than before (reset, recover), later measurements are dropped. */
function moved(state: RunState, event: Extract<EngineEvent, { type: 'transport' }>): RunState {
  const wentBack =
    event.phase === state.phase ? event.step < state.step : orderOf(event.phase) < orderOf(state.phase);
  return {
    ...state,
    transport: event.state,
    phase: event.phase,
    step: event.step,
    msPerStep: event.msPerStep,
    lost: event.state === 'lost' ? state.lost : null,
    lanes: wentBack ? rewound(state, state.lanes, event.phase, event.step) : state.lanes,
  };
}

function rewound({ run }: RunState, lanes: RunState['lanes'], phase: Phase, step: number): RunState['lanes'] {
  const result: Record<LaneId, LaneRecord> = {};
  for (const [id, lane] of Object.entries(lanes)) {
    const own = phaseOf(run, id);
    if (orderOf(own) < orderOf(phase)) {
      result[id] = lane; // its steps are its own, and done
      continue;
    }
    const to = own === phase ? step : 0;
    result[id] = {
      series: Object.fromEntries(
        Object.entries(lane.series).map(([name, series]) => [name, rewind(series, to)]),
      ),
      evaluations: lane.evaluations.filter((point) => point.step <= to),
      stopped: lane.stopped && lane.stopped.step <= to ? lane.stopped : null,
      ...(lane.faults && lane.faults.step <= to ? { faults: lane.faults } : {}),
    };
  }
  return result;
}

function evaluated(state: RunState, event: Extract<EngineEvent, { type: 'evaluation' }>): RunState {
  const validation = meanEvaluation(event.validation);
  const test = meanEvaluation(event.test);
  if (!validation || !test) return state;
  const seeds = { validation: event.validation, test: event.test };
  const point: EvaluationPoint = { step: event.step, whole: event.whole, validation, test, seeds };
  return withLane(state, event.lane, (lane) => ({
    ...lane,
    evaluations: insertEvaluation(lane.evaluations, point),
  }));
}

function appended(
  all: LaneRecord['series'],
  { steps, values, spread }: Extract<EngineEvent, { type: 'metrics' }>,
) {
  const result: Record<string, Series> = { ...all };
  for (const [name, numbers] of Object.entries(values))
    result[name] = append(result[name] ?? EMPTY, { steps, values: numbers, spread: spread?.[name] });
  return result;
}

function withLane(state: RunState, id: LaneId, change: (lane: LaneRecord) => LaneRecord): RunState {
  return { ...state, lanes: { ...state.lanes, [id]: change(state.lanes[id] ?? NEW_LANE) } };
}

function noticed(state: RunState, notice: Omit<Notice, 'id'>): RunState {
  const told = { ...notice, id: state.nextNotice };
  const others = state.notices.filter(
    (n) => n.kind !== notice.kind || n.details.join() !== notice.details.join(),
  );
  return { ...state, notices: [...others, told].slice(-5), nextNotice: state.nextNotice + 1 };
}

/**
 * The step that may be asked about. A run that has just been started is left alone until its first curves are there:
 * whoever pressed Play waits for them.
 */
export function stepToAsk({ lanes, phase, step, transport }: RunState): number {
  if (phase !== 'students') return 0;
  const seen = Object.values(lanes).some((lane) => lane.evaluations.length > 1);
  return transport === 'playing' && !seen ? 0 : step;
}
