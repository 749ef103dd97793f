import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../protocol/page-event.js';
import { type ClientState, initialState } from './client-state.js';
import { Transcript } from './transcript.js';

function shown(...events: PageEvent[]): ClientState {
  const transcript = new Transcript();
  return events.reduce<ClientState>(
    (state, event) => ({ ...state, ...transcript.take(event) }),
    initialState,
  );
}

const final = (index: number, text: string, utterance = 0): PageEvent => ({
  type: 'transcript-final',
  utterance,
  index,
  text,
  startMs: 0,
  endMs: 1,
});
const partial = (text: string, utterance = 0): PageEvent => ({
  type: 'transcript-partial',
  utterance,
  text,
  stableChars: 0,
});
const started = (text: string, turnId = 0): PageEvent => ({
  type: 'reply-started',
  turnId,
  kind: 'reply',
  text,
});
const ended = (changes: Partial<Extract<PageEvent, { type: 'reply-ended' }>> = {}): PageEvent => ({
  type: 'reply-ended',
  turnId: 0,
  kind: 'reply',
  status: 'spoken',
  spoken: 'Добрый день.',
  unheard: '',
  heardMs: 800,
  exact: true,
  latency: { voiceToVoiceMs: 900 },
  ...changes,
});
const committed: PageEvent = {
  type: 'turn-committed',
  turnId: 0,
  source: 'speech',
  text: 'раз два',
  finals: [0],
  continues: false,
};

describe('Transcript', () => {
  it('replaces partials in place, and puts finals of one utterance together', () => {
    const events = [partial('р'), partial('раз д'), final(0, 'раз два'), partial('тр')];
    expect(shown(...events).transcript).toEqual([
      { id: 'caller-0', from: 'caller', source: 'speech', text: 'раз два', partial: 'тр' },
    ]);
    const { transcript } = shown(...events, final(1, 'три'), {
      type: 'utterance-end',
      utterance: 0,
      atMs: 1,
    });
    expect(transcript).toMatchObject([{ text: 'раз два три', partial: '' }]);
  });

  it('drops a partial that came to nothing', () => {
    expect(shown(partial('э'), { type: 'utterance-end', utterance: 0, atMs: 1 }).transcript).toEqual([]);
  });

  it('shows the refined text, also when it comes late', () => {
    const { transcript } = shown(final(0, 'в пять'), final(1, 'да', 1), {
      type: 'transcript-refined',
      index: 0,
      text: 'В 5.',
    });
    expect(transcript).toMatchObject([{ text: 'В 5.' }, { text: 'да' }]);
  });

  it("cuts the bot's own voice out of what the caller said, for good", () => {
    const echo: PageEvent = { type: 'echo', text: 'добрый день раз', own: 'раз' };
    const refined: PageEvent = { type: 'transcript-refined', index: 0, text: 'Добрый день, раз.' };
    expect(shown(final(0, 'добрый день раз'), echo, refined).transcript).toMatchObject([{ text: 'раз' }]);
    expect(shown(final(0, 'добрый день раз'), { ...echo, own: '' }, refined).transcript).toEqual([]);
  });

  it('shows what of an interrupted answer nobody heard', () => {
    const { transcript, turns } = shown(
      committed,
      started('Добрый'),
      { type: 'reply-text', turnId: 0, text: 'Добрый день. Слушаю вас.' },
      ended({ status: 'interrupted', unheard: ' Слушаю вас.' }),
    );
    expect(transcript).toMatchObject([
      { from: 'bot', status: 'interrupted', text: 'Добрый день.', unheard: ' Слушаю вас.' },
    ]);
    expect(turns).toMatchObject([{ turnId: 0, text: 'раз два', status: 'interrupted', heardMs: 800 }]);
  });

  it('shows nothing of an answer that was skipped, but the turn has it', () => {
    const { transcript, turns } = shown(
      committed,
      started('Добрый'),
      ended({ status: 'skipped', spoken: '', heardMs: 0, latency: {} }),
    );
    expect(transcript).toEqual([]);
    expect(turns).toMatchObject([{ status: 'skipped' }]);
  });

  it('does not take the end of a speech that never sounded for that of the one that does', () => {
    const { transcript } = shown(started('Первый', 1), ended({ turnId: 0, status: 'skipped', spoken: '' }));
    expect(transcript).toMatchObject([{ turnId: 1, status: 'speaking' }]);
  });

  it('has written turns and lost audio in their places', () => {
    const { transcript } = shown(
      final(0, 'алло'),
      { type: 'gap', startMs: 1000, endMs: 4000 },
      { ...committed, turnId: 1, source: 'text', text: 'сколько стоит' },
    );
    expect(transcript).toMatchObject([
      { from: 'caller', text: 'алло' },
      { from: 'gap', durationMs: 3000 },
      { from: 'caller', source: 'text', text: 'сколько стоит' },
    ]);
  });

  it('does not grow for ever, nor changes what did not change', () => {
    const transcript = new Transcript();
    let state: Partial<ClientState> = {};
    for (let i = 0; i < 1200; i++) state = { ...state, ...transcript.take(final(i, `слово ${i}`, i)) };
    expect(state.transcript).toHaveLength(500);
    expect(state.transcript?.at(-1)).toMatchObject({ text: 'слово 1199' });
    expect(transcript.take({ type: 'utterance-end', utterance: 1199, atMs: 1 })).toEqual({});
    expect(transcript.take({ type: 'app', data: 1 })).toEqual({});
  });

  it('keeps a fault until the next turn', () => {
    const fault: PageEvent = { type: 'error', code: 'ERR_QUOTA', message: 'Wait.' };
    expect(shown(fault).fault).toEqual({ code: 'ERR_QUOTA', message: 'Wait.' });
    expect(shown(fault, committed).fault).toBeUndefined();
  });
});
