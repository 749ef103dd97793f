import type { Reply, Turn, VoicePipeline } from '@rechka/core';
import { showFault } from '@rechka/example-shared';

/** Shows a conversation in the terminal: partials in place where that is possible, everything else a line each. */
export class Screen {
  readonly #live = process.stdout.isTTY;
  #partialShown = '';

  constructor({ events }: VoicePipeline) {
    events.on('transcript-partial', ({ text }) => this.#partial(text));
    events.on('barge-in', () => this.#line('      ✂ the caller interrupts'));
    events.on('backchannel', ({ text }) => this.#line(`      («${text}»)`));
    events.on('gap', ({ startMs, endMs }) =>
      this.#line(`      ⚠ not recognised: ${((endMs - startMs) / 1000).toFixed(1)} s of audio`),
    );
    events.on('recovering', ({ error }) =>
      this.#line(`      ⚠ the recognition is being renewed: ${error.message}`),
    );
    events.on('reply-ended', ({ kind, reply }) => {
      // An apology that nobody heard is no news beside the fault that it was for.
      if (kind !== 'apology' || reply.spoken !== '') this.#bot(reply);
    });
    events.on('error', ({ error }) => {
      this.#clearPartial();
      showFault(error);
    });
  }

  caller({ refinedText }: Turn): void {
    this.#line(`\n caller  ${refinedText}`);
  }

  #bot({ status, spoken, latency }: Reply): void {
    const note = { spoken: '', interrupted: '✂', skipped: '(not said)', failed: '(failed)' }[status];
    this.#line(`    bot  ${`${spoken} ${note}`.trim()}`);
    const { committedMs, firstTokenMs, firstAudioMs, voiceToVoiceMs } = latency;
    if (voiceToVoiceMs === undefined) return;
    const stages = [
      ['turn committed', committedMs],
      ['first token', firstTokenMs],
      ['first audio', firstAudioMs],
      ['heard', voiceToVoiceMs],
    ] as const;
    const figures = stages.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${ms.toFixed(0)}`]));
    this.#line(`         ms after the caller fell silent: ${figures.join(' · ')}`);
  }

  #line(text: string): void {
    this.#clearPartial();
    process.stdout.write(`${text}\n`);
  }

  #partial(text: string): void {
    if (text === '' || text === this.#partialShown) return;
    this.#clearPartial();
    this.#partialShown = text;
    // Some terminals do not know their width, or say 0.
    const width = (process.stdout.columns || 80) - 10;
    process.stdout.write(`      … ${this.#live ? text.slice(-width) : `${text}\n`}`);
  }

  #clearPartial(): void {
    if (this.#live && this.#partialShown !== '') process.stdout.write('\r\x1b[K');
    this.#partialShown = '';
  }
}
