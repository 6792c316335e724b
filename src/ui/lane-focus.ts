// The lane that is pointed at or has the focus, in its card or in the charts' legend: its curves stand out.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const focus = createStore<{ readonly lane: string | null }>(() => ({ lane: null }));

export const useLaneInFocus = (): string | null => useStore(focus, ({ lane }) => lane);

/** For an element that stands for a lane. */
export function standsFor(lane: string | undefined) {
  if (lane === undefined) return {};
  const enter = () => focus.setState({ lane });
  const leave = () => focus.setState((now) => (now.lane === lane ? { lane: null } : now));
  return { onPointerEnter: enter, onPointerLeave: leave, onFocus: enter, onBlur: leave };
}
