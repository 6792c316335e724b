// A newer version waits for the visitor, and only their word brings it.
import { describe, expect, it, vi } from 'vitest';
import { createOffline, type Registration } from './offline.ts';

function setUp(register = async () => {}) {
  const listeners = new Map<string, () => void>();
  const registration: Registration = {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    register: vi.fn(register),
    messageSkipWaiting: vi.fn(),
  };
  const reload = vi.fn();
  const offline = createOffline(registration, reload);
  const say = (type: string) => listeners.get(type)?.();
  return { offline, registration, reload, say, state: offline.store.getState };
}

describe('the page without a network', () => {
  it('says when its files are kept', () => {
    const { say, state } = setUp();
    expect(state()).toEqual({ kept: false, newer: false });
    say('activated');
    expect(state().kept).toBe(true);
  });

  it('reloads as a newer version when the visitor takes it, not when another tab does', () => {
    const { offline, registration, reload, say, state } = setUp();
    say('waiting');
    expect(state().newer).toBe(true);
    say('controlling'); // another tab took it
    expect(reload).not.toHaveBeenCalled();
    offline.take();
    expect(registration.messageSkipWaiting).toHaveBeenCalledOnce();
    say('controlling');
    expect(reload).toHaveBeenCalledOnce();
  });

  it('works online where the browser keeps nothing', async () => {
    const { offline, state } = setUp(() => Promise.reject(new Error('denied')));
    await offline.start();
    expect(state()).toEqual({ kept: false, newer: false });
  });
});
