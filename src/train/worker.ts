// The engine's half of the thread boundary: commands in, events out.
import type { Command, EngineEvent } from '../contract/protocol.ts';
import { fetchReader } from '../data/fetch-reader.ts';
import { breathe } from './breathe.ts';
import { Session } from './session.ts';

const session = new Session({
  post: (event: EngineEvent, transfer: Transferable[] = []) => self.postMessage(event, transfer),
  breathe,
  files: (base) => ({
    data: fetchReader(new URL('data/', base).href),
    teachers: fetchReader(new URL('teachers/', base).href),
  }),
});

self.onmessage = ({ data }: MessageEvent<Command>) => void session.command(data);
