import { describe, expect, it, vi } from 'vitest';
import { agent } from '../agent/agent.js';
import { tool } from '../agent/tool.js';
import { pcm } from '../audio/audio-format.js';
import { pcmToSamples, samplesToPcm } from '../audio/pcm16.js';
import { VoiceError } from '../errors/voice-error.js';
import { manualClock } from '../testing/manual-clock.js';
import { plainLanguage } from '../testing/plain-language.js';
import { scriptedLine } from '../testing/scripted-line.js';
import { scriptedLlm } from '../testing/scripted-llm.js';
import { scriptedStt } from '../testing/scripted-stt.js';
import { scriptedTts } from '../testing/scripted-tts.js';
import type { PipelineEvent } from './pipeline-events.js';
import type { PipelineChange } from './pipeline-change.js';
import { collect, conversation } from './scripted-conversation.js';

/** The voices of what was heard, in order: the values of its samples, each run of them once. */
function voicesIn(audio: Uint8Array): number[] {
  const samples = [...pcmToSamples(audio)];
  return samples.filter((sample, at) => sample !== samples[at - 1]);
}

/** A language in which everything is spoken as a word of its own. */
function speaking(word: string, apology?: string) {
  const plain = plainLanguage({ ...(apology !== undefined && { apology }), backchannels: [word] });
  const map = (length: number) => [
    { sourceStart: 0, sourceEnd: length, spokenStart: 0, spokenEnd: word.length },
  ];
  return { ...plain, speakable: (text: string) => ({ spoken: word, map: map(text.length) }) };
}

function setUp(options: Parameters<typeof conversation>[0] = {}) {
  const clock = manualClock();
  const [first, second] = [scriptedTts({ clock, sample: 1 }), scriptedTts({ clock, sample: 2 })];
  const call = conversation({ tts: first, ...options }, {}, clock);
  const changes: PipelineEvent[] = [];
  call.pipeline.events.on('changed', (event) => changes.push(event));
  return { ...call, first, second, changes };
}

describe('another voice for one reply', () => {
  it('says it with that voice and language, and the next one as ever', async () => {
    const { pipeline, clock, says, scripted, second } = setUp();
    collect(pipeline, async (turn) => {
      await turn.reply('раз', { tts: second });
      await pipeline.say('два');
      await pipeline.say('три', { tts: second, language: speaking('drei') });
    });
    says('алло');
    await clock.advance(5000);
    expect(voicesIn(scripted.heard())).toEqual([2, 1, 2]);
    expect(second.segments).toEqual(['раз', 'drei']);
    expect(pipeline.messages.map((message) => 'text' in message && message.text)).toEqual([
      'алло',
      'раз',
      'два',
      'три',
    ]);
  });

  it('converts a voice of another format to the line', async () => {
    const { pipeline, clock, scripted } = setUp();
    const wide = scriptedTts({ clock, formats: [pcm(48_000)], sample: 1000 });
    const reply = pipeline.say('широкий голос', { tts: wide });
    await clock.advance(5000);
    expect(await reply).toMatchObject({ status: 'spoken', spoken: 'широкий голос', heardMs: 13 * 50 });
    const samples = pcmToSamples(scripted.heard());
    expect(samples[samples.length / 2]).toBeGreaterThan(900);
  });

  it('refuses what is no voice', async () => {
    const { pipeline, clock, says } = setUp();
    const { turns } = collect(pipeline, () => Promise.resolve());
    says('алло');
    await clock.advance(0);
    const expected = { code: 'ERR_INVALID_OPTION', message: expect.stringContaining('tts') as string };
    await expect(turns[0]!.reply('раз', { tts: 'marina' as never })).rejects.toMatchObject(expected);
    await expect(pipeline.say('раз', { tts: {} as never })).rejects.toMatchObject(expected);
    const language = { language: 'ru' as never };
    await expect(pipeline.say('раз', language)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});

describe('use()', () => {
  it('changes who answers and who speaks from the next thing on; what is being said goes on', async () => {
    const { pipeline, clock, says, scripted, second, changes } = setUp({
      respond: async function* () {
        yield 'говорит первый. Долго';
      },
    });
    void pipeline.run();
    says('алло');
    await clock.advance(500);
    pipeline.use({
      respond: async function* () {
        yield 'говорит второй';
      },
      tts: second,
    });
    expect(changes).toMatchObject([{ what: ['respond', 'tts'], callId: 'test' }]);
    await clock.advance(2000);
    expect(voicesIn(scripted.heard())).toEqual([1]);
    says('ещё');
    await clock.advance(2000);
    expect(voicesIn(scripted.heard())).toEqual([1, 2]);
    expect(pipeline.messages.map((message) => 'text' in message && message.text)).toEqual([
      'алло',
      'говорит первый. Долго',
      'ещё',
      'говорит второй',
    ]);
  });

  it('hands over to another agent from inside a tool', async () => {
    const { pipeline, clock, says, scripted, second } = setUp();
    const master = scriptedLlm(['Мастер слушает. '], { clock });
    const handOff = tool({
      name: 'call_master',
      description: 'Зовёт мастера',
      parameters: { type: 'object' },
      validate: (input) => input,
      run: () => {
        pipeline.use({ respond: agent(master, { instructions: 'Ты мастер.' }), tts: second });
        return 'мастер подходит';
      },
    });
    const desk = scriptedLlm([[{ name: 'call_master', arguments: {} }], 'Зову мастера. '], { clock });
    pipeline.use({ respond: agent(desk, { tools: [handOff], clock }) });
    void pipeline.run();
    says('позовите мастера');
    await clock.advance(3000);
    says('добрый день');
    await clock.advance(3000);
    expect(voicesIn(scripted.heard())).toEqual([1, 2]);
    expect(master.asked[0]!.messages).toMatchObject([
      { role: 'system', text: 'Ты мастер.' },
      { role: 'user', text: 'позовите мастера' },
      { role: 'assistant', toolCalls: [{ name: 'call_master' }] },
      { role: 'tool', results: [{ content: 'мастер подходит' }] },
      { role: 'assistant', text: 'Зову мастера.' },
      { role: 'user', text: 'добрый день' },
    ]);
  });

  it('apologises in the voice and language in use', async () => {
    const { pipeline, clock, says, scripted } = setUp();
    collect(pipeline, (turn) => turn.reply('сломай'));
    await clock.advance(1000);
    const tts = scriptedTts({ clock, sample: 3, failOn: 'kaputt' });
    pipeline.use({ tts, language: { ...speaking('kaputt', 'Entschuldigung.') } });
    await clock.advance(1000);
    says('алло');
    await clock.advance(5000);
    expect(tts.segments).toEqual(['Entschuldigung.', 'kaputt']);
    expect(voicesIn(scripted.heard())).toEqual([3]);
  });

  it('takes backchannels from the language in use', async () => {
    const { pipeline, clock, partial, fallsSilent, events } = setUp();
    void pipeline.say('очень длинный рассказ');
    pipeline.use({ language: plainLanguage({ backchannels: ['uh-huh'] }) });
    await clock.advance(500);
    partial('uh-huh');
    fallsSilent();
    await clock.advance(0);
    partial('угу');
    await clock.advance(0);
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['backchannel', 'barge-in']);
    await pipeline.close();
  });

  it.each<[string, PipelineChange]>([
    ['stt', { stt: { formats: [] } as never }],
    ['tts', { tts: 5 as never }],
    ['language', { language: {} as never }],
    ['respond', { respond: 'agent' as never }],
  ])('refuses what is no %s, and changes nothing', async (name, wrong) => {
    const { pipeline, clock, says, second, scripted, changes } = setUp();
    collect(pipeline, (turn) => turn.reply('ответ'));
    expect(() => pipeline.use({ tts: second, ...wrong })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(name) as string,
      }),
    );
    says('алло');
    await clock.advance(3000);
    expect(voicesIn(scripted.heard())).toEqual([1]);
    expect(changes).toEqual([]);
  });

  it('changes nothing if the recogniser cannot be opened', () => {
    const { pipeline, second, changes } = setUp();
    pipeline.send('начали');
    const refusing = {
      formats: [pcm(8000)],
      open: () => {
        throw new VoiceError({ code: 'ERR_INVALID_OPTION', message: 'no such language' });
      },
    };
    expect(() => pipeline.use({ tts: second, stt: refusing })).toThrow('no such language');
    expect(changes).toEqual([]);
  });

  it('hears with another recogniser from the end of the utterance on: turns, numbers and times go on', async () => {
    const { pipeline, clock, stt, scripted, says, partial, changes } = setUp();
    const { turns } = collect(pipeline, (turn) => turn.reply('да'));
    const finals: PipelineEvent[] = [];
    pipeline.events.on('transcript-final', (event) => finals.push(event));
    const other = scriptedStt();
    const sound = samplesToPcm(new Int16Array(800).fill(5000));
    const silence = new Uint8Array(16 * 300);
    scripted.send(sound);
    await clock.advance(0);
    partial('меня зовут');
    await clock.advance(0);
    pipeline.use({ stt: other });
    scripted.send(sound);
    // The caller pauses in the middle of what they say.
    for (let pause = 0; pause < 2; pause += 1) scripted.send(silence);
    await clock.advance(0);
    expect([stt.takenMs, other.takenMs]).toEqual([800, 0]);
    says('меня зовут');
    await clock.advance(0);
    expect(changes).toMatchObject([{ what: ['stt'], atMs: 800 }]);
    scripted.send(sound);
    await clock.advance(0);
    other.says('john');
    await clock.advance(3000);
    expect([stt.takenMs, other.takenMs]).toEqual([800, 100]);
    expect(turns.map(({ text, ids }) => [text, ids.utterances])).toEqual([
      ['меня зовут', [0]],
      ['john', [1]],
    ]);
    expect(finals).toMatchObject([
      { utterance: 0, index: 0, endMs: 800 },
      { utterance: 1, index: 1, endMs: 900 },
    ]);
  });

  it('begins with the recogniser that is in use when the call is opened', async () => {
    const { pipeline, clock, stt } = setUp();
    const other = scriptedStt();
    pipeline.use({ stt: other });
    const { turns } = collect(pipeline, (turn) => turn.reply('да'));
    other.says('алло');
    await clock.advance(1000);
    expect([stt.opened, other.opened, turns.length]).toEqual([0, 1, 1]);
  });

  it('does nothing when the conversation is over', async () => {
    const { pipeline, second, changes } = setUp();
    await pipeline.close();
    pipeline.use({ tts: second, stt: scriptedStt() });
    expect(changes).toEqual([]);
  });

  it('leaves no timer and no recogniser behind when the call ends before the change', async () => {
    const { pipeline, clock, partial } = setUp();
    pipeline.send('начали');
    partial('меня');
    await clock.advance(0);
    const other = scriptedStt();
    pipeline.use({ stt: other });
    await pipeline.close();
    await clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
    expect(other.takenMs).toBe(0);
  });
});

describe('history', () => {
  it('goes on from an earlier conversation, tools and interruptions included', async () => {
    const first = setUp();
    const look = tool({
      name: 'look',
      description: 'Смотрит',
      parameters: { type: 'object' },
      validate: (input) => input,
      run: () => ({ free: true }),
    });
    const clock = first.clock;
    const llm = scriptedLlm([[{ name: 'look', arguments: { day: 1 } }], 'Свободно в три и ещё в четыре. '], {
      clock,
    });
    first.pipeline.use({ respond: agent(llm, { tools: [look], clock }) });
    void first.pipeline.run();
    first.says('когда можно');
    await clock.advance(900);
    first.partial('в три');
    first.says('в три');
    await clock.advance(100);
    await first.pipeline.close();
    const exported = first.pipeline.messages;
    expect(exported).toMatchObject([
      { role: 'user', text: 'когда можно' },
      { role: 'assistant', toolCalls: [{ name: 'look' }] },
      { role: 'tool', results: [{ content: '{"free":true}' }] },
      { role: 'assistant', interrupted: true },
      { role: 'user', text: 'в три' },
    ]);

    const second = setUp({ history: JSON.parse(JSON.stringify(exported)) as typeof exported });
    expect(second.pipeline.messages).toEqual(exported);
    const { turns } = collect(second.pipeline, (turn) => turn.reply('хорошо'));
    second.says('это снова я');
    await second.clock.advance(2000);
    expect(turns[0]!.messages).toEqual([...exported, { role: 'user', text: 'это снова я' }]);
    expect(second.pipeline.messages.at(-1)).toEqual({ role: 'assistant', text: 'хорошо' });
  });

  it('cannot be changed from outside', () => {
    const history = [{ role: 'user' as const, text: 'раз' }];
    const { pipeline } = setUp({ history });
    history[0]!.text = 'другое';
    (pipeline.messages[0] as { text: string }).text = 'третье';
    expect(pipeline.messages).toEqual([{ role: 'user', text: 'раз' }]);
  });

  it('refuses a history that no model could be shown', () => {
    expect(() => setUp({ history: [{ role: 'bot', text: '' } as never] })).toThrow('history[0].role');
  });
});

describe('the line', () => {
  /** A transfer that ends when the test says so. */
  function slowTransfer() {
    let [resolve, reject] = [() => {}, (_: Error) => {}];
    const done = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
    const clock = manualClock();
    const scripted = scriptedLine({ clock, transfer: () => done });
    const call = conversation({}, scripted.call, clock);
    return { ...call, line: scripted, resolve: () => resolve(), reject: (error: Error) => reject(error) };
  }

  it('transfers the caller after what is being said; the conversation ends, the line is released last', async () => {
    const { pipeline, clock, line, resolve, says } = slowTransfer();
    const told: string[] = [];
    pipeline.events.on('transferred', ({ target }) => told.push(target));
    const { turns, ended } = collect(pipeline, (turn) => turn.reply('перевожу вас'));
    says('позовите человека');
    await clock.advance(300);
    const transferred = pipeline.transfer('+74950000000', { afterSpeech: true });
    await clock.advance(100);
    expect(line.transfers).toEqual([]);
    await clock.advance(2000);
    expect(line.transfers).toEqual(['+74950000000']);
    expect(line.released).toBe(false);
    resolve();
    await transferred;
    await pipeline.closed;
    await ended;
    expect(line.released).toBe(true);
    expect(told).toEqual(['+74950000000']);
    expect(turns).toHaveLength(1);
  });

  it('does not hang up on a caller who is being handed over, though their audio has ended', async () => {
    const { pipeline, clock, line, resolve } = slowTransfer();
    collect(pipeline, (turn) => turn.reply('да'));
    const transferred = pipeline.transfer('102');
    await clock.advance(0);
    line.hangUp();
    await clock.advance(1000);
    expect(line.released).toBe(false);
    resolve();
    await transferred;
    await clock.advance(0);
    expect(line.released).toBe(true);
    await pipeline.closed;
    expect(clock.pendingTimers).toBe(0);
  });

  it('goes on talking when a transfer fails', async () => {
    const { pipeline, clock, line, reject, says } = slowTransfer();
    const { turns } = collect(pipeline, (turn) => turn.reply('да'));
    const transferred = pipeline.transfer('102');
    await expect(pipeline.transfer('103')).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    reject(new Error('486 Busy Here'));
    await expect(transferred).rejects.toMatchObject({
      code: 'ERR_INTERNAL',
      message: expect.stringContaining('486 Busy Here') as string,
    });
    says('алло');
    await clock.advance(2000);
    expect(turns).toHaveLength(1);
    expect(line.released).toBe(false);
  });

  it('says what to do when the line cannot', async () => {
    const { pipeline } = conversation({}, { transfer: undefined as never, sendDtmf: undefined as never });
    await expect(pipeline.transfer('102')).rejects.toMatchObject({
      code: 'ERR_MISUSE',
      message: expect.stringContaining('transport') as string,
    });
    await expect(pipeline.sendDtmf('1')).rejects.toMatchObject({ code: 'ERR_MISUSE' });
  });

  it('does not transfer when the conversation has ended or ends meanwhile', async () => {
    const { pipeline, clock, line } = slowTransfer();
    void pipeline.say('длинная прощальная речь');
    const transferred = pipeline.transfer('102', { afterSpeech: true });
    transferred.catch(() => undefined);
    await clock.advance(200);
    await pipeline.close();
    await expect(transferred).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await expect(pipeline.transfer('102')).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    expect(line.transfers).toEqual([]);
  });

  it('sends keys, and only keys', async () => {
    const { pipeline, scripted } = setUp();
    await pipeline.sendDtmf('12#*D');
    expect(scripted.keys).toBe('12#*D');
    for (const wrong of ['', 'E', '1 2', '+7', 5 as never]) {
      await expect(pipeline.sendDtmf(wrong)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    }
  });
});

describe('transforms', () => {
  it("pass the caller's audio at 16-bit PCM and the recogniser's rate, and close with the call", async () => {
    const clock = manualClock();
    const stt = scriptedStt({ formats: [pcm(16_000)] });
    const line = scriptedLine({ clock, format: { encoding: 'pcma', sampleRateHz: 8000 } });
    const close = vi.fn();
    const seen: [number, number][] = [];
    const gate = {
      open: ({ sampleRateHz }: { sampleRateHz: number }) => ({
        process: (samples: Int16Array) => (seen.push([sampleRateHz, samples.length]), samples),
        close,
      }),
    };
    const { pipeline } = conversation({ stt, transforms: { input: [gate] } }, line.call, clock);
    pipeline.send('начали');
    line.send(new Uint8Array(160));
    line.send(new Uint8Array(160), 40);
    line.hangUp();
    await clock.advance(10_000);
    await pipeline.closed;
    expect(seen.every(([rate]) => rate === 8000)).toBe(true);
    expect(seen.reduce((sum, [, samples]) => sum + samples, 0)).toBe(640);
    expect(stt.takenMs).toBe(80);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('that fail let the audio pass, with one error event', async () => {
    const broken = { open: () => ({ process: () => new Int16Array(0) }) };
    const { pipeline, scripted, clock, stt, events } = setUp({
      transforms: { input: [broken], output: [broken] },
    });
    const said = pipeline.say('раз два');
    for (let chunk = 0; chunk < 5; chunk += 1) scripted.send(samplesToPcm(new Int16Array(160)));
    await clock.advance(3000);
    expect((await said).status).toBe('spoken');
    expect(stt.takenMs).toBe(100);
    expect(voicesIn(scripted.heard())).toEqual([1]);
    expect(events.filter(({ type }) => type === 'error')).toMatchObject([
      { error: { code: 'ERR_BAD_AUDIO' } },
      { error: { code: 'ERR_BAD_AUDIO' } },
    ]);
  });

  it('change what the caller hears, and not when', async () => {
    const louder = {
      open: () => ({ process: (samples: Int16Array) => samples.map((sample) => sample * 9) }),
    };
    const { pipeline, scripted, clock } = setUp({ transforms: { output: [louder] } });
    const said = pipeline.say('раз два');
    await clock.advance(3000);
    expect(await said).toMatchObject({ status: 'spoken', heardMs: 350 });
    expect(voicesIn(scripted.heard())).toEqual([9]);
  });

  it('are checked', () => {
    expect(() => setUp({ transforms: { input: [{} as never] } })).toThrow('transforms.input');
    expect(() => setUp({ transforms: { output: 'denoise' as never } })).toThrow('transforms.output');
  });
});
