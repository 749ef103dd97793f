import type { PageEvent } from '../protocol/page-event.js';
import type { BotEntry, CallerEntry, ClientState, TranscriptEntry, TurnSummary } from './client-state.js';

const longestTranscript = 500;
const mostTurns = 100;
/** Finals of an utterance come together; refinements of older ones are not waited for. */
const mostFinals = 200;

interface Final {
  index: number;
  utterance: number;
  text: string;
  /** What is left of it after the bot's own voice was cut out: no refinement is to bring that back. */
  cut: boolean;
}

/** Makes the transcript and the turns of a conversation out of its events. */
export class Transcript {
  #entries: readonly TranscriptEntry[] = [];
  #turns: readonly TurnSummary[] = [];
  #finals: Final[] = [];
  #partials = new Map<number, string>();
  #made = 0;
  /** The speech that started last, while it is not over. */
  #speakingId: string | undefined;

  /** What is different after `event`; empty if nothing is. */
  take(event: PageEvent): Partial<ClientState> {
    switch (event.type) {
      case 'state':
        return { bot: event.state };
      case 'transcript-partial':
        this.#partials.set(event.utterance, event.text);
        return this.#showUtterance(event.utterance);
      case 'transcript-final':
        this.#partials.delete(event.utterance);
        this.#finals.push({ index: event.index, utterance: event.utterance, text: event.text, cut: false });
        this.#finals = this.#finals.slice(-mostFinals);
        return this.#showUtterance(event.utterance);
      case 'transcript-refined':
        return this.#changeFinal(
          this.#finals.find(({ index }) => index === event.index),
          event.text,
        );
      case 'echo': {
        // It is told right after the final it is about.
        const about = this.#finals.at(-1);
        return this.#changeFinal(about?.text === event.text ? about : undefined, event.own, true);
      }
      case 'utterance-end':
        this.#partials.delete(event.utterance);
        return this.#showUtterance(event.utterance);
      case 'gap':
        return this.#add({ id: this.#id('gap'), from: 'gap', durationMs: event.endMs - event.startMs });
      case 'turn-committed':
        return this.#commit(event);
      case 'reply-started': {
        const { turnId, kind, text } = event;
        this.#speakingId = this.#id('bot');
        const status = 'speaking' as const;
        return this.#add({ id: this.#speakingId, from: 'bot', kind, turnId, status, text, unheard: '' });
      }
      case 'reply-text':
        return this.#changeSpeech((entry) => ({ ...entry, text: event.text }));
      case 'reply-ended':
        return this.#endSpeech(event);
      case 'recovering':
        return { recovering: true };
      case 'recovered':
        return { recovering: false };
      case 'error':
        return { fault: { code: event.code, message: event.message } };
      case 'backchannel':
      case 'barge-in':
      case 'turn-started':
      case 'reply-heard':
      case 'dtmf':
      case 'app':
        return {};
    }
  }

  #id(of: string): string {
    return `${of}-${++this.#made}`;
  }

  #add(entry: TranscriptEntry): Partial<ClientState> {
    this.#entries = [...this.#entries, entry].slice(-longestTranscript);
    return { transcript: this.#entries };
  }

  #replace(id: string, entry: TranscriptEntry | undefined): Partial<ClientState> {
    this.#entries = this.#entries.flatMap((one) => (one.id === id ? (entry ?? []) : one));
    return { transcript: this.#entries };
  }

  #changeFinal(final: Final | undefined, text: string, cut = false): Partial<ClientState> {
    if (final === undefined || final.cut) return {};
    final.text = text;
    final.cut = cut;
    return this.#showUtterance(final.utterance);
  }

  #showUtterance(utterance: number): Partial<ClientState> {
    const id = `caller-${utterance}`;
    const shown = this.#entries.find((entry) => entry.id === id) as CallerEntry | undefined;
    const finals = this.#finals.filter((final) => final.utterance === utterance);
    const text = finals
      .map((final) => final.text)
      .filter((part) => part !== '')
      .join(' ');
    const partial = this.#partials.get(utterance) ?? '';
    if (text === (shown?.text ?? '') && partial === (shown?.partial ?? '')) return {};
    const empty = text === '' && partial === '';
    const entry: CallerEntry = { id, from: 'caller', source: 'speech', text, partial };
    if (shown === undefined) return this.#add(entry);
    return this.#replace(id, empty ? undefined : entry);
  }

  #commit({ turnId, source, text }: Extract<PageEvent, { type: 'turn-committed' }>): Partial<ClientState> {
    const turn: TurnSummary = { turnId, source, text, status: 'open', latency: {}, heardMs: 0 };
    this.#turns = [...this.#turns.filter((one) => one.turnId !== turnId), turn].slice(-mostTurns);
    const written =
      source === 'text' ? this.#add({ id: this.#id('text'), from: 'caller', source, text, partial: '' }) : {};
    return { ...written, turns: this.#turns, fault: undefined };
  }

  #changeSpeech(change: (entry: BotEntry) => BotEntry | undefined): Partial<ClientState> {
    const entry = this.#entries.find(({ id }) => id === this.#speakingId);
    return entry?.from === 'bot' ? this.#replace(entry.id, change(entry)) : {};
  }

  #endSpeech(event: Extract<PageEvent, { type: 'reply-ended' }>): Partial<ClientState> {
    const { status, spoken, unheard, kind, turnId, latency, heardMs } = event;
    // One that was never to sound has no entry; the one that is shown may be another.
    const changes = this.#changeSpeech((entry) => {
      if (entry.kind !== kind || entry.turnId !== turnId) return entry;
      this.#speakingId = undefined;
      return status === 'skipped' && spoken === '' ? undefined : { ...entry, status, text: spoken, unheard };
    });
    if (kind !== 'reply' || !this.#turns.some((turn) => turn.turnId === turnId)) return changes;
    this.#turns = this.#turns.map((turn) =>
      turn.turnId === turnId ? { ...turn, status, latency, heardMs } : turn,
    );
    return { ...changes, turns: this.#turns };
  }
}
