import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import { pacedSink } from '../audio/paced-sink.js';
import type { AudioChunk, AudioSink, Call } from '../ports/call.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from '../testing/manual-clock.js';
import { VoicePipeline } from './voice-pipeline.js';
import { charMs, collect, conversation, format } from './scripted-conversation.js';

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

  it('falls silent at a short sound, and goes on from the word at which it was cut', async () => {
    const { pipeline, clock, says, partial, fallsSilent, sink, events } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply('один два три четыре пять шесть'));
    says('считай');
    await clock.advance(1000);
    partial('э', 120);
    await clock.advance(40);
    const cutMs = sink.heardMs;
    await clock.advance(600);
    expect(sink.heardMs, 'the sink went on').toBe(cutMs);
    partial('', 300);
    fallsSilent();
    await clock.advance(3000);
    expect(events.map((event) => event.type)).toEqual(['ducked', 'resumed', 'reply-ended']);
    const [ended] = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply] : []));
    const text = 'один два три четыре пять шесть';
    expect(ended).toMatchObject({ status: 'spoken', spoken: text, exact: true });
    expect(ended!.heardMs).toBeCloseTo(text.length * charMs, 0);
    // «четыре» was cut and said again, from its start.
    expect(sink.heardMs - ended!.heardMs).toBeCloseTo(cutMs - 'один два три '.length * charMs, 0);
    expect(turns).toHaveLength(1);
  });

  it('takes a short sound that becomes speech for an interruption', async () => {
    const { pipeline, clock, says, partial, sink, events } = conversation();
    const { turns } = collect(pipeline, (turn) => turn.reply('один два три четыре пять шесть'));
    says('считай');
    await clock.advance(1000);
    partial('нет', 200);
    await clock.advance(40);
    const cutMs = sink.heardMs;
    partial('нет не надо', 700);
    await clock.advance(40);
    expect(turns[0]!.signal.reason).toBe('barge-in');
    expect(sink.heardMs).toBe(cutMs);
    expect(events.map((event) => event.type)).toEqual(['ducked', 'barge-in', 'reply-ended']);
  });

  it('does not wait for ever for a caller who said half a word', async () => {
    const { pipeline, clock, says, partial, events } = conversation({
      bargeIn: { minWords: 2, duckMs: 1000 },
    });
    collect(pipeline, (turn) => turn.reply('один два три четыре пять шесть'));
    says('считай');
    await clock.advance(1000);
    partial('ну-ка', 400);
    await clock.advance(900);
    partial('ну-ка', 500);
    await clock.advance(200);
    partial('ну-ка', 600);
    await clock.advance(4000);
    expect(events.map((event) => event.type)).toEqual(['ducked', 'resumed', 'reply-ended']);
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
    expect(turns.map(({ text, ids }) => [text, ids.utterances])).toEqual([
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

  it.each([
    { when: 'in the middle of a call', workedAtFirst: true },
    { when: 'from the beginning', workedAtFirst: false },
  ])('is never silent when synthesis is down $when', async ({ workedAtFirst }) => {
    let down = !workedAtFirst;
    const tts: TextToSpeech = {
      formats: [format],
      async *speak(text) {
        for await (const segment of text) {
          if (down) throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' });
          yield { type: 'audio', data: new Uint8Array(segment.length * 800) };
        }
      },
    };
    const { pipeline, clock, says, sink, events } = conversation({ tts });
    collect(pipeline, (turn) => turn.reply('ответ'));
    await clock.advance(100);
    down = true;
    says('ну');
    await clock.advance(3000);
    const ends = events.flatMap((event) =>
      event.type === 'reply-ended' ? [[event.kind, event.reply.status]] : [],
    );
    expect(ends).toEqual([
      ['reply', 'failed'],
      ['apology', 'spoken'],
    ]);
    // «Извините.» as it was rendered ahead, or the two notes.
    expect(sink.heardMs).toBeCloseTo(workedAtFirst ? 'Извините.'.length * 50 : 560, 0);
  });

  it('says the farewell to the end though the caller says a word into it', async () => {
    const { pipeline, clock, partial, events } = conversation();
    const bye = pipeline.say('до свидания приходите ещё раз');
    await clock.advance(500);
    partial('спасибо', 200);
    await clock.advance(40);
    void pipeline.close({ afterSpeech: true });
    await clock.advance(5000);
    await expect(bye).resolves.toMatchObject({ status: 'spoken' });
    expect(events.map((event) => event.type)).toEqual(['ducked', 'resumed', 'reply-ended', 'closed']);
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

  it('is stopped by a key, even in the middle of what must not be interrupted', async () => {
    const { pipeline, clock, signals, events } = conversation();
    const said = pipeline.say('важное сообщение для вас', { interruptible: false });
    await clock.advance(500);
    signals.push({ type: 'dtmf', digit: '5' });
    await clock.advance(100);
    await expect(said).resolves.toMatchObject({ status: 'interrupted' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'dtmf', digit: '5' }));
  });

  it.each([
    ['switched off', false as const],
    ['asking for more words', { minWords: 3 }],
  ])('with barge-in %s finishes what it says, then answers what was said meanwhile', async (_, bargeIn) => {
    const { pipeline, clock, says, partial, events } = conversation({ bargeIn });
    const { turns } = collect(pipeline, (turn) => turn.reply(`ответ на ${turn.text}`));
    says('первое');
    await clock.advance(300);
    partial('а второе');
    says('а второе');
    await clock.advance(5000);
    expect(turns.map((turn) => turn.text)).toEqual(['первое', 'а второе']);
    const replies = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply] : []));
    expect(replies.map(({ status, spoken }) => [status, spoken])).toEqual([
      ['spoken', 'ответ на первое'],
      ['spoken', 'ответ на а второе'],
    ]);
  });

  it('says what a responder says before its answer, and lets it wait for that', async () => {
    const { pipeline, clock, says, events } = conversation({
      respond: async function* ({ say }) {
        const { status } = await say('секунду');
        yield `готово, ${status}`;
      },
    });
    collect(pipeline, (turn) => turn.reply());
    says('ну');
    await clock.advance(5000);
    const spoken = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply.spoken] : []));
    expect(spoken).toEqual(['секунду', 'готово, spoken']);
  });

  it('says no more for a responder whose turn is over', async () => {
    const { pipeline, clock, says, events } = conversation({
      respond: async function* ({ say, signal }) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await say('поздно');
        yield 'поздно';
      },
    });
    collect(pipeline, (turn) => (turn.id === 0 ? turn.reply() : turn.reply('да')));
    says('раз');
    await clock.advance(50);
    says('два');
    await clock.advance(3000);
    const spoken = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply.spoken] : []));
    expect(spoken.filter((text) => text !== '')).toEqual(['да']);
  });

  it('lets the last sentence finish when the loop is left after close({ afterSpeech: true })', async () => {
    const { pipeline, clock, says, events } = conversation();
    const ended = (async () => {
      for await (const turn of pipeline.turns()) {
        void turn.reply('до свидания');
        void pipeline.close({ afterSpeech: true });
        break;
      }
    })();
    says('пока');
    await clock.advance(3000);
    await ended;
    const replies = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply.status] : []));
    expect(replies).toEqual(['spoken']);
  });

  it('takes a voice that gives no sound for a fault, and text without sound for nothing said', async () => {
    const mute: TextToSpeech = {
      formats: [format],
      async *speak(text) {
        for await (const segment of text) yield { type: 'audio', data: new Uint8Array(segment.length * 0) };
      },
    };
    const silent = conversation({ tts: mute });
    const said = silent.pipeline.say('здравствуйте');
    const nothing = silent.pipeline.say('   ');
    await silent.clock.advance(1000);
    await expect(said).resolves.toMatchObject({
      status: 'failed',
      spoken: '',
      error: { code: 'ERR_PROTOCOL' },
    });
    await expect(nothing).resolves.toMatchObject({ status: 'spoken', spoken: '', heardMs: 0 });
    expect(silent.pipeline.messages).toEqual([]);
  });

  it('returns a stream of text that a voice left unread, or that came too late', async () => {
    const returned: string[] = [];
    const stream = (name: string): AsyncIterable<string> => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: 'текст. ' }),
        return: async () => (returned.push(name), { done: true, value: undefined }),
      }),
    });
    const refusing: TextToSpeech = {
      formats: [format],
      speak: () => {
        throw new VoiceError({ code: 'ERR_QUOTA', message: 'too much' });
      },
    };
    const { pipeline, clock, says } = conversation({ tts: refusing });
    void pipeline.say(stream('unread'));
    await clock.advance(100);
    const { turns } = collect(pipeline, async () => undefined);
    says('раз');
    await clock.advance(100);
    says('два');
    await clock.advance(100);
    await turns[0]!.reply(stream('late'));
    expect(returned).toEqual(['unread', 'late']);
  });

  it('survives a line that fails or hangs in whatever it is asked', async () => {
    const { sink } = conversation();
    const bad: Partial<Call> = {
      hangUp: () => {
        throw new Error('no line to hang up');
      },
      output: {
        format,
        aheadMs: sink.aheadMs,
        write: (data) => sink.write(data),
        drain: (how) => sink.drain(how),
        clear: () => {
          throw new Error('no sink to clear');
        },
        get heardMs() {
          return sink.heardMs;
        },
      },
    };
    const failing = conversation({}, bad);
    const said = failing.pipeline.say('здравствуйте всем');
    await failing.clock.advance(500);
    void failing.pipeline.close();
    await failing.clock.advance(1000);
    await failing.pipeline.closed;
    await said;
    expect(failing.events.flatMap((event) => (event.type === 'error' ? [event.error.message] : []))).toEqual([
      expect.stringContaining('no sink to clear'),
      expect.stringContaining('no line to hang up'),
    ]);

    const hanging = conversation({}, { hangUp: () => new Promise<void>(() => undefined) });
    void hanging.pipeline.close();
    await hanging.clock.advance(2000);
    await hanging.pipeline.closed;
    expect(hanging.clock.pendingTimers).toBe(0);
  });

  it('ends in peace when the line breaks off after it has hung up', async () => {
    let breakOff: (fault: Error) => void = () => undefined;
    const broken = new Promise<never>((_, reject) => (breakOff = reject));
    const iterator: AsyncIterator<AudioChunk> = {
      next: () => broken,
      return: () => {
        breakOff(new Error('socket closed'));
        throw new Error('socket closed');
      },
    };
    const input = { format, [Symbol.asyncIterator]: () => iterator };
    const { pipeline, clock, signals, events } = conversation({}, { input });
    const { ended } = collect(pipeline, (turn) => turn.reply('да'));
    await clock.advance(10);
    signals.push({ type: 'hang-up' });
    await clock.advance(1000);
    await ended;
    expect(events.map((event) => event.type)).toEqual(['closed']);
  });

  it('ends though the recogniser never finishes, and with an error if it cannot be opened', async () => {
    const deaf = conversation({
      stt: {
        formats: [format],
        open: () =>
          Object.assign(new AsyncQueue<never>(), {
            write: () => undefined,
            endUtterance: () => undefined,
            finish: () => new Promise<void>(() => undefined),
          }),
      },
    });
    const { ended } = collect(deaf.pipeline, async () => undefined);
    await deaf.clock.advance(10);
    deaf.line.end();
    await deaf.clock.advance(10_000);
    await ended;
    expect(deaf.clock.pendingTimers).toBe(0);

    const refused = conversation({
      stt: {
        formats: [format],
        open: () => {
          throw new VoiceError({ code: 'ERR_MISUSE', message: 'the client is closed' });
        },
      },
    });
    const said = refused.pipeline.say('алло');
    const outcome = expect(refused.pipeline.run()).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    await refused.clock.advance(3000);
    await expect(said).resolves.toMatchObject({ status: 'skipped' });
    await outcome;
  });

  it('waits with its speech for a line that is away and comes back, and gives up one that does neither', async () => {
    const lineClock = manualClock();
    const player = pacedSink({ format, clock: lineClock, send: () => undefined });
    let interrupted = false;
    const output: AudioSink = {
      format,
      aheadMs: player.aheadMs,
      write: (data) => player.write(data),
      clear: () => player.clear(),
      drain: (options) => player.drain(options),
      get heardMs() {
        return player.heardMs;
      },
      get interrupted() {
        return interrupted;
      },
    };
    const { pipeline, clock } = conversation({}, { output });
    const pass = async (ms: number) => {
      for (let passedMs = 0; passedMs < ms; passedMs += 20) {
        await clock.advance(20);
        await lineClock.advance(20);
      }
    };
    const said = pipeline.say('один два три четыре');
    await pass(500);
    interrupted = true;
    await clock.advance(28_000);
    interrupted = false;
    await pass(2000);
    expect(await said).toMatchObject({ status: 'spoken', spoken: 'один два три четыре' });

    const lost = pipeline.say('пять шесть семь');
    await pass(300);
    await clock.advance(12_000);
    expect(await lost).toMatchObject({ status: 'failed', error: { code: 'ERR_AUDIO_DEVICE' } });
    void pipeline.close();
  });

  it('keeps the timeline of the caller true, whatever the line says was lost', async () => {
    const written: number[] = [];
    const { pipeline, clock, line } = conversation({
      stt: {
        formats: [format],
        open: () =>
          Object.assign(new AsyncQueue<never>(), {
            write: (data: Uint8Array) => void written.push(data.byteLength),
            endUtterance: () => undefined,
            finish: async () => undefined,
          }),
      },
    });
    collect(pipeline, async () => undefined);
    const gaps: object[] = [];
    pipeline.events.on('gap', ({ startMs, endMs }) => gaps.push({ startMs, endMs }));
    const push = (chunk: AudioChunk) => line.push(chunk);
    const settled = async () => {
      while (line.size > 0) await clock.advance(1);
      await clock.advance(1);
    };
    for (let byte = 0; byte < 320; byte += 1) push({ data: new Uint8Array(1) });
    push({ data: new Uint8Array(0) });
    push({ data: new Uint8Array(320), lostMs: -40 });
    push({ data: new Uint8Array(320), lostMs: Number.NaN });
    push({ data: new Uint8Array(320), lostMs: 1000 });
    await settled();
    expect(written.reduce((sum, bytes) => sum + bytes, 0)).toBe(4 * 320 + 16_000);
    expect(Math.min(...written), 'an empty chunk was written').toBeGreaterThan(0);
    expect(Math.max(...written), 'loss is written in pieces').toBeLessThanOrEqual(1600);
    expect(gaps, 'observers are told of what was lost').toEqual([{ startMs: 60, endMs: 1060 }]);
    push({ data: new Uint8Array(320), lostMs: Number.POSITIVE_INFINITY });
    await settled();
    expect(written.reduce((sum, bytes) => sum + bytes, 0)).toBe(5 * 320 + 16_000 + 300 * 16_000);
    void pipeline.close();
  });

  it('refuses what cannot work, with what to do', async () => {
    const wrong = (options: object) => () => conversation(options);
    expect(wrong({ stt: undefined })).toThrow(/Option stt is undefined; expected a provider/);
    expect(wrong({ language: {} })).toThrow(/russian\(\)/);
    expect(wrong({ timings: { clearMs: -1 } })).toThrow(/timings\.clearMs is -1/);
    expect(wrong({ bargeIn: { minWords: 0 } })).toThrow(/bargeIn\.minWords is 0/);
    for (const name of ['bargeIn', 'waiting', 'callerSilence'])
      expect(wrong({ [name]: null })).toThrow(new RegExp(`${name} is null`));
    expect(wrong({ clock: {} })).toThrow(/Option clock is an object; expected a Clock/);
    expect(() => new VoicePipeline(undefined as never)).toThrow(/Option options is undefined; expected/);
    const { pipeline } = conversation();
    pipeline.turns();
    expect(() => pipeline.turns()).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }));
    await expect(pipeline.say(['да'] as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    expect(() => pipeline.send(' ')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
  });
});
