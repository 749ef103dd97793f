import type { Reply } from '@rechka/core';

/** The conversation on paper: who said what, when, and what the caller waited for. */
export class Transcript {
  readonly #lines: string[] = [];
  readonly #startMs = performance.now();

  caller(text: string): void {
    this.#add('caller', text);
  }

  bot({ status, spoken, text, latency }: Reply): void {
    const unheard = text.slice(spoken.length).trim();
    const waited = latency.voiceToVoiceMs === undefined ? '' : `  [${latency.voiceToVoiceMs.toFixed(0)} ms]`;
    if (status === 'spoken') this.#add('bot', `${spoken}${waited}`);
    else this.#add('bot', `${spoken}${waited}  (${status}${unheard ? `; not heard: ${unheard}` : ''})`);
  }

  toString(): string {
    return this.#lines.join('');
  }

  #add(who: string, text: string): void {
    const at = ((performance.now() - this.#startMs) / 1000).toFixed(1).padStart(6);
    this.#lines.push(`${at} s  ${who.padEnd(6)}  ${text}\n`);
  }
}
