// The engine's half of the thread boundary: commands in, events out.
import type { Command, EngineEvent } from '../contract/protocol.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { Session } from './session.ts';

// A message to oneself waits behind the messages that are there already, and is not throttled as timers are.
const channel = new MessageChannel();
let wake: () => void = () => {};
channel.port1.onmessage = () => wake();

const session = new Session({
  post: (event: EngineEvent, transfer: Transferable[] = []) => self.postMessage(event, transfer),
  breathe: () =>
    new Promise((resolve) => {
      wake = resolve;
      channel.port2.postMessage(null);
    }),
  files: (base) => ({
    data: fetchReader(new URL('data/', base).href),
    teachers: fetchReader(new URL('teachers/', base).href),
  }),
});

self.onmessage = ({ data }: MessageEvent<Command>) => void session.command(data);
