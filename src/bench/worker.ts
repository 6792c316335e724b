// The worker of the page's benchmark. It is not the engine's: TensorFlow.js comes here with its own backends beside ours.
import type { BenchCommand, BenchEvent } from '../contract/bench.ts';
import { quick } from './quick.ts';

self.onmessage = ({ data }: MessageEvent<BenchCommand>) =>
  void quick(data, (event: BenchEvent) => self.postMessage(event));
