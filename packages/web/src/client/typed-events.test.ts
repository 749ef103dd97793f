import { afterEach, describe, expect, it, vi } from 'vitest';
import { TypedEvents } from './typed-events.js';

interface Events {
  word: string;
  number: number;
}

describe('TypedEvents', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('tells each listener what it asked for, until it leaves', () => {
    const events = new TypedEvents<Events>();
    const heard: unknown[] = [];
    const listener = (value: unknown) => heard.push(value);
    const leave = events.on('word', listener);
    events.on('word', listener);
    events.on('number', listener);
    events.emit('word', 'a');
    leave();
    leave();
    events.emit('word', 'b');
    events.emit('number', 1);
    expect(heard).toEqual(['a', 'a', 'b', 1]);
  });

  it('lets no listener harm another, and hides no error', () => {
    const uncaught: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => uncaught.push(task));
    const events = new TypedEvents<Events>();
    const heard: string[] = [];
    events.on('word', () => {
      throw new Error('A fault of the page.');
    });
    events.on('word', (word) => heard.push(word));
    events.emit('word', 'a');
    expect(heard).toEqual(['a']);
    expect(uncaught).toHaveLength(1);
    expect(uncaught[0]).toThrow('A fault of the page.');
  });
});
