import type { Reply, VoicePipeline } from '@rechka/core';

/** Shows a conversation in the terminal: partials in place where that is possible, everything else a line each. */
export class Screen {
  readonly #live = process.stdout.isTTY;
  #shown = '';

  constructor(pipeline: VoicePipeline) {
    const { events } = pipeline;
    events.on('transcript-partial', ({ text }) => this.#partial(text));
    events.on('barge-in', () => this.line('      ✂ the caller took the turn'));
    events.on('backchannel', ({ text }) => this.line(`      («${text}»)`));
    events.on('gap', ({ startMs, endMs }) =>
      this.line(`      ⚠ not recognised: ${seconds(endMs - startMs)} of audio`),
    );
    events.on('recovering', ({ error }) =>
      this.line(`      ⚠ the recognition is being renewed: ${error.message}`),
    );
    events.on('error', ({ error }) => this.line(`      ⚠ ${error.code}: ${error.message}`));
  }

  line(text: string): void {
    if (this.#live) process.stdout.write('\r\x1b[K');
    this.#shown = '';
    process.stdout.write(`${text}\n`);
  }

  caller(text: string): void {
    this.line(`\n caller  ${text}`);
  }

  bot(reply: Reply): void {
    const cut = reply.status === 'interrupted' ? ' ✂' : '';
    this.line(`    bot  ${reply.status === 'failed' ? '(failed)' : reply.spoken}${cut}`);
    const { committedMs, firstTokenMs, firstAudioMs, voiceToVoiceMs } = reply.latency;
    if (voiceToVoiceMs === undefined) return;
    const stages = [
      ['end of speech → committed', committedMs],
      ['first token', firstTokenMs],
      ['first audio', firstAudioMs],
      ['heard', voiceToVoiceMs],
    ] as const;
    this.line(
      `         ${stages.map(([name, ms]) => `${name} ${ms === undefined ? '–' : ms.toFixed(0)}`).join(' · ')} ms`,
    );
  }

  #partial(text: string): void {
    if (text === '' || text === this.#shown) return;
    this.#shown = text;
    if (this.#live) process.stdout.write(`\r\x1b[K      … ${text.slice(-(process.stdout.columns - 10))}`);
    else process.stdout.write(`      … ${text}\n`);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
