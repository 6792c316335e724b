// Lets a worker hear what was sent to it while it computes.

const channel = new MessageChannel();
let wake: () => void = () => {};
channel.port1.onmessage = () => wake();

/** A message to oneself: it waits behind those that are there already, and is not throttled as timers are. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    wake = resolve;
    channel.port2.postMessage(null);
  });
