import { describe, expect, it } from 'vitest';
import { pacedSink } from '../audio/paced-sink.js';
import { pcm } from '../audio/audio-format.js';
import { VoiceError } from '../errors/voice-error.js';
import type { Call, CallSignal } from '../ports/call.js';
import type { Language } from '../ports/language.js';
import type { SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from '../testing/manual-clock.js';
import type { PipelineEvent } from './pipeline-events.js';
import type { VoicePipelineOptions } from './options.js';
import type { Turn } from './turn.js';
import { VoicePipeline } from './voice-pipeline.js';

const format = pcm(8000);
/** The scripted voice takes this long for each character. */
const charMs = 50;

const language: Language = {
  tag: 'x-test',
  segment: () => {
    let text = '';
    let start = 0;
    const cut = (end: boolean) => {
      const segments = [];
      for (
        let at = text.indexOf('. ', start);
        at >= 0 || (end && start < text.length);
        at = text.indexOf('. ', start)
      ) {
        const to = at >= 0 ? at + 2 : text.length;
        segments.push({ text: text.slice(start, to), start });
        start = to;
      }
      return segments;
    };
    return {
      push: (more) => ((text += more), cut(false)),
      end: () => cut(true),
    };
  },
  speakable: (text) => ({
    spoken: text,
    map: [{ sourceStart: 0, sourceEnd: text.length, spokenStart: 0, spokenEnd: text.length }],
  }),
  isComplete: () => 1,
  backchannels: new Set(['угу']),
  fillers: new Set(),
  phrases: { apology: 'Извините.' },
};

/** A voice with word timings and a first audio after 100 ms. `fail` makes texts that contain it fail. */
function scriptedVoice(clock: ReturnType<typeof manualClock>, fail?: string): TextToSpeech {
  return {
    formats: [format],
    async *speak(text, { signal }): AsyncGenerator<TtsEvent> {
      let chars = 0;
      for await (const segment of text) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100));
        if (signal?.aborted) throw new VoiceError({ code: 'ERR_ABORTED', message: 'aborted' });
        if (fail !== undefined && segment.includes(fail)) {
          throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'the voice is down', retryable: true });
        }
        for (const { 0: word, index } of segment.matchAll(/\S+\s*/g)) {
          const charStart = chars + index;
          const charEnd = charStart + word.trimEnd().length;
          const [startMs, endMs] = [charStart * charMs, (charStart + word.length) * charMs];
          yield { type: 'alignment', charStart, charEnd, startMs, endMs };
          yield { type: 'audio', data: new Uint8Array(word.length * charMs * 16) };
        }
        chars += segment.length;
      }
    },
  };
}

function conversation(options: Partial<VoicePipelineOptions> & { failOn?: string } = {}) {
  const clock = manualClock();
  const ears = new AsyncQueue<SttEvent>();
  const voice = new AsyncQueue<{ data: Uint8Array }>();
  const signals = new AsyncQueue<CallSignal>();
  let hungUp = false;
  const sink = pacedSink({ format, clock, send: () => undefined });
  const call: Call = {
    id: 'test',
    input: Object.assign(voice, { format }),
    output: sink,
    signals,
    hangUp: async () => {
      hungUp = true;
      voice.end();
    },
  };
  const stt: SpeechToText = {
    formats: [format],
    open: ({ signal }) => {
      signal?.addEventListener('abort', () => ears.end());
      return Object.assign(ears, {
        write: () => {
          if (!ears.isOpen) throw new VoiceError({ code: 'ERR_MISUSE', message: 'written after finish()' });
        },
        endUtterance: () => undefined,
        finish: async () => ears.end(),
      });
    },
  };
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts: scriptedVoice(clock, options.failOn),
    language,
    clock,
    ...options,
  });
  const events: PipelineEvent[] = [];
  for (const type of [
    'reply-ended',
    'backchannel',
    'error',
    'barge-in',
    'closed',
    'final-timeout',
    'dtmf',
  ] as const) {
    pipeline.events.on(type, (event: PipelineEvent) => events.push(event));
  }
  let utterance = 0;
  return {
    clock,
    ears,
    line: voice,
    signals,
    pipeline,
    sink,
    events,
    isHungUp: () => hungUp,
    partial: (text: string) =>
      ears.push({ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs: 0 }),
    /** A whole utterance, ended at this moment. */
    says: (text: string) => {
      ears.push({
        type: 'transcript-final',
        utterance,
        index: utterance,
        text,
        words: [],
        startMs: 0,
        endMs: 0,
      });
      ears.push({ type: 'utterance-end', utterance, atMs: 0, cause: 'classifier' });
      utterance += 1;
    },
  };
}

/** Takes the turns and lets the body answer; collects what came out. */
function collect(pipeline: VoicePipeline, body: (turn: Turn) => Promise<unknown>) {
  const turns: Turn[] = [];
  const ended = (async () => {
    for await (const turn of pipeline.turns()) {
      turns.push(turn);
      await body(turn);
    }
  })();
  return { turns, ended };
}

describe('VoicePipeline', () => {
  it('answers what was said, with a history of what was heard', async () => {
    const { pipeline, clock, says } = conversation({
      respond: async function* () {
        yield 'Ответ. ';
        yield 'Да.';
      },
    });
    const { turns, ended } = collect(pipeline, (turn) => turn.reply());
    says('привет');
    await clock.advance(5000);
    says('пока');
    await clock.advance(5000);
    expect(turns.map((turn) => turn.text)).toEqual(['привет', 'пока']);
    expect(turns[1]!.messages).toEqual([
      { role: 'user', text: 'привет' },
      { role: 'assistant', text: 'Ответ. Да.' },
      { role: 'user', text: 'пока' },
    ]);
    void pipeline.close();
    await clock.advance(1000);
    await ended;
    expect(clock.pendingTimers).toBe(0);
  });

  it('falls silent when the caller takes the turn, and keeps in its history only what was heard', async () => {
    const { pipeline, clock, says, partial, sink, events } = conversation();
    const { turns } = collect(pipeline, (turn) =>
      turn.reply(turn.id === 0 ? 'один два три четыре пять шесть семь' : 'хорошо'),
    );
    says('считай');
    await clock.advance(100 + 900);
    partial('стоп');
    await clock.advance(40);
    const heardMs = sink.heardMs;
    await clock.advance(1000);
    expect(sink.heardMs, 'the sink went on after the barge-in').toBe(heardMs);
    says('стоп');
    await clock.advance(2000);
    expect(turns[0]!.signal.reason).toBe('barge-in');
    expect(turns[1]!.messages).toEqual([
      { role: 'user', text: 'считай' },
      { role: 'assistant', text: 'один два три четыре', interrupted: true },
      { role: 'user', text: 'стоп' },
    ]);
    const ends = events.filter((event) => event.type === 'reply-ended');
    expect(ends.map(({ reply }) => [reply.status, reply.exact])).toEqual([
      ['interrupted', true],
      ['spoken', true],
    ]);
    expect(ends[0]!.reply.heardMs).toBeCloseTo(heardMs, 3);
  });

  it('is not stopped by a backchannel, and does not answer it', async () => {
    const { pipeline, clock, says, partial, events } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply('очень длинный рассказ'));
    says('расскажи');
    await clock.advance(500);
    partial('угу');
    says('угу');
    await clock.advance(3000);
    expect(turns).toHaveLength(1);
    expect(events.map((event) => event.type)).toEqual(['backchannel', 'reply-ended']);
  });

  it('takes a backchannel for an answer when the bot is silent', async () => {
    const { pipeline, clock, says } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply('ясно'));
    says('угу');
    await clock.advance(100);
    expect(turns.map((turn) => turn.text)).toEqual(['угу']);
  });

  it('goes on over the caller if it must not be interrupted, unless a key or signal says so', async () => {
    const { pipeline, clock, says, partial, signals, events } = conversation();
    const { turns } = collect(pipeline, (turn) =>
      turn.reply('важное сообщение для вас', { interruptible: false }),
    );
    says('да');
    await clock.advance(300);
    partial('подождите');
    await clock.advance(300);
    expect(events).toEqual([]);
    signals.push({ type: 'interrupt' });
    await clock.advance(100);
    expect(events.map((event) => (event.type === 'reply-ended' ? event.reply.status : event.type))).toEqual([
      'interrupted',
    ]);
    expect(turns).toHaveLength(1);
  });

  it('merges what is said while the body is busy into one next turn, and aborts the busy one', async () => {
    const { pipeline, clock, says } = conversation();
    let free: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => (free = resolve));
    const { turns } = collect(pipeline, async (turn) => (turn.id === 0 ? busy : turn.reply('готово')));
    says('раз');
    await clock.advance(50);
    says('два');
    says('три');
    await clock.advance(50);
    expect(turns).toHaveLength(1);
    expect(turns[0]!.signal.reason).toBe('newer-turn');
    await expect(turns[0]!.reply('поздно')).resolves.toMatchObject({ status: 'skipped', spoken: '' });
    free();
    await clock.advance(50);
    expect(turns.map(({ text, utterances }) => [text, utterances])).toEqual([
      ['раз', [0]],
      ['два три', [1, 2]],
    ]);
    expect(turns[1]!.messages.map((message) => ('text' in message ? message.text : ''))).toEqual([
      'раз',
      'два три',
    ]);
  });

  it('holds an answer that is ready while the caller goes on, and drops it for the newer turn', async () => {
    const { pipeline, clock, says, partial, sink, events } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply(`ответ на ${turn.text}`));
    says('запишите');
    await clock.advance(50);
    partial('на завтра');
    await clock.advance(1000);
    expect(sink.heardMs, 'spoke over the caller').toBe(0);
    says('на завтра');
    await clock.advance(5000);
    const replies = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply] : []));
    expect(replies.map(({ status, spoken }) => [status, spoken])).toEqual([
      ['skipped', ''],
      ['spoken', 'ответ на на завтра'],
    ]);
    expect(turns[1]!.continues).toBe(true);
  });

  it('turns a fault of the voice into a failed reply and an apology, and goes on', async () => {
    const { pipeline, clock, says, events } = conversation({ failOn: 'сломай' });
    const { turns } = collect(pipeline, (turn) => turn.reply(turn.text));
    says('сломай');
    await clock.advance(2000);
    says('дальше');
    await clock.advance(2000);
    expect(turns).toHaveLength(2);
    const ends = events.flatMap((event) => (event.type === 'reply-ended' ? [event] : []));
    expect(ends.map(({ kind, reply }) => [kind, reply.status, reply.error?.code])).toEqual([
      ['reply', 'failed', 'ERR_UNAVAILABLE'],
      ['apology', 'spoken', undefined],
      ['reply', 'spoken', undefined],
    ]);
  });

  it('turns a responder that throws into a failed reply', async () => {
    const { pipeline, clock, says, events } = conversation({
      respond: () => {
        throw new Error('no model');
      },
    });
    collect(pipeline, (turn) => turn.reply());
    says('ну');
    await clock.advance(2000);
    const failed = events.find((event) => event.type === 'error');
    expect(failed?.error.message).toContain('no model');
  });

  it('gives up an answer that never comes', async () => {
    const { pipeline, clock, says, events } = conversation({ timings: { firstAudioMs: 3000 } });
    let returned = false;
    const never: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => ((returned = true), { done: true, value: undefined }),
      }),
    };
    collect(pipeline, (turn) => turn.reply(never));
    says('ну');
    await clock.advance(5000);
    const ends = events.flatMap((event) =>
      event.type === 'reply-ended' ? [[event.kind, event.reply.status]] : [],
    );
    expect(ends).toEqual([
      ['reply', 'failed'],
      ['apology', 'spoken'],
    ]);
    expect(returned, 'the stream was not return()ed').toBe(true);
  });

  it('speaks replies and say() in the order asked for, one at a time', async () => {
    const { pipeline, clock, says, events } = conversation();
    collect(pipeline, async (turn) => {
      void pipeline.say('секунду');
      await turn.reply('готово');
    });
    says('ну');
    await clock.advance(3000);
    const spoken = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply.spoken] : []));
    expect(spoken).toEqual(['секунду', 'готово']);
    expect(pipeline.messages.map((message) => ('text' in message ? message.text : ''))).toEqual([
      'ну',
      'секунду',
      'готово',
    ]);
  });

  it('delivers the last words of a caller who hangs up, then ends the loop', async () => {
    const { pipeline, clock, says, signals, events, line } = conversation();
    let free: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => (free = resolve));
    const { turns, ended } = collect(pipeline, async (turn) => (turn.id === 0 ? busy : turn.reply('эй')));
    says('раз');
    await clock.advance(50);
    says('запомните меня');
    signals.push({ type: 'hang-up' });
    await clock.advance(500);
    line.push({ data: new Uint8Array(320) });
    await clock.advance(500);
    free();
    await ended;
    expect(turns.map((turn) => turn.text)).toEqual(['раз', 'запомните меня']);
    expect(turns[1]!.signal.reason).toBe('closed');
    expect(events.map((event) => event.type)).toContain('closed');
    expect(clock.pendingTimers).toBe(0);
  });

  it('throws a fatal fault once, after the apology', async () => {
    const { pipeline, clock, ears, events, isHungUp } = conversation();
    const { ended } = collect(pipeline, (turn) => turn.reply('да'));
    const outcome = expect(ended).rejects.toMatchObject({ code: 'ERR_UNAUTHENTICATED' });
    ears.fail(new VoiceError({ code: 'ERR_UNAUTHENTICATED', message: 'renew the key' }));
    await clock.advance(3000);
    await outcome;
    expect(events.map((event) => event.type)).toEqual(['error', 'reply-ended', 'closed']);
    expect(isHungUp()).toBe(true);
  });

  it('closes after the sentence, or at once', async () => {
    const polite = conversation();
    const bye = polite.pipeline.say('до свидания');
    await polite.clock.advance(200);
    void polite.pipeline.close({ afterSpeech: true });
    await polite.clock.advance(2000);
    await expect(bye).resolves.toMatchObject({ status: 'spoken' });
    await polite.pipeline.closed;

    const rude = conversation();
    const cut = rude.pipeline.say('до свидания');
    await rude.clock.advance(400);
    void rude.pipeline.close();
    await rude.clock.advance(50);
    await expect(cut).resolves.toMatchObject({ status: 'interrupted', spoken: 'до' });
    await rude.pipeline.closed;
    await expect(rude.pipeline.say('ещё')).resolves.toMatchObject({ status: 'skipped' });
  });

  it('shows refinements in the history without changing the turn', async () => {
    const { pipeline, clock, says, ears } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply('да'));
    says('в пятнадцать тридцать');
    await clock.advance(50);
    ears.push({ type: 'transcript-refined', index: 0, text: 'В 15:30.' });
    await clock.advance(50);
    expect(turns[0]!.text).toBe('в пятнадцать тридцать');
    expect(turns[0]!.refinedText).toBe('В 15:30.');
    expect(pipeline.messages[0]).toEqual({ role: 'user', text: 'В 15:30.' });
  });

  it('is not harmed by an observer that throws', async () => {
    const { pipeline, clock, says, events } = conversation();
    pipeline.events.on('turn-started', () => {
      throw new Error('observer');
    });
    collect(pipeline, (turn) => turn.reply('да'));
    says('ну');
    await clock.advance(2000);
    expect(events.map((event) => event.type)).toEqual(['error', 'reply-ended']);
  });

  it('refuses what cannot work, with what to do', () => {
    const wrong = (options: object) => () => conversation(options);
    expect(wrong({ stt: undefined })).toThrow(/Option stt is undefined; expected a provider/);
    expect(wrong({ language: {} })).toThrow(/russian\(\)/);
    expect(wrong({ timings: { clearMs: -1 } })).toThrow(/timings\.clearMs is -1/);
    expect(wrong({ bargeIn: { minWords: 0 } })).toThrow(/bargeIn\.minWords is 0/);
    const { pipeline } = conversation();
    pipeline.turns();
    expect(() => pipeline.turns()).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }));
    expect(() => pipeline.send(' ')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
  });
});
