import type { Reply, Turn } from '@rechka/core';

/** The conversation on paper: who said what, and when they began, in ms from the beginning of the call. */
export class Transcript {
  readonly #lines: { atMs: number; who: 'caller' | 'bot'; text: () => string }[] = [];

  /** Takes the turn itself: its text may still be refined. */
  caller(atMs: number, turn: Pick<Turn, 'refinedText'>): void {
    this.#lines.push({ atMs, who: 'caller', text: () => turn.refinedText });
  }

  bot(atMs: number, { status, spoken, text, latency: { voiceToVoiceMs } }: Reply): void {
    const unheard = text.slice(spoken.length).trim();
    const notes = [
      spoken,
      voiceToVoiceMs === undefined ? '' : `[after ${voiceToVoiceMs.toFixed(0)} ms]`,
      status === 'spoken' ? '' : `(${status}${unheard === '' ? '' : `; not heard: ${unheard}`})`,
    ];
    this.#lines.push({ atMs, who: 'bot', text: () => notes.filter((note) => note !== '').join('  ') });
  }

  /** In the order in which the lines began. */
  toString(): string {
    return [...this.#lines]
      .sort((a, b) => a.atMs - b.atMs)
      .map(
        ({ atMs, who, text }) => `${(atMs / 1000).toFixed(1).padStart(6)} s  ${who.padEnd(6)}  ${text()}\n`,
      )
      .join('');
  }
}
