import { describe, expect, it } from 'vitest';
import { collect, conversation, charMs, format, scriptedVoice, language } from './scripted-conversation.js';
import { EchoGuard } from '../echo/echo-guard.js';
import { step } from '../machine/step.js';
import { initialTurnState, type MachineEvent, type MachineRules, type TurnState, type Effect } from '../machine/turn-state.js';
import { StandbyVoice } from './standby-voice.js';
import { manualClock } from '../testing/manual-clock.js';
import { pcm } from '../audio/audio-format.js';

const rules: MachineRules = {
  finalTimeoutMs: 1500, maxUtteranceMs: 30_000, firstAudioMs: 10_000, playoutStallMs: 5000, clearMs: 500,
  bodyStallMs: 10_000, continuesMs: 1500, lastWordsMs: 3000, bargeInMinWords: 1, bargeInMinMs: 300, duckMs: 2000,
  isBackchannel: (words) => words.every((word) => word === 'угу'),
};
function run(events: MachineEvent[], r = rules) {
  let state: TurnState = initialTurnState; const effects: Effect[][] = [];
  for (const e of events) { const x = step(state, e, { nowMs: 0, heardMs: 0 }, r); state = x.state; effects.push([...x.effects]); }
  return { state, effects };
}
const item = { id: 1, kind: 'say' as const, turnId: undefined, interruptible: true };
const show = (c: any, label: string, turns: any[]) =>
  console.log(label, JSON.stringify(c.events.map((e: any) => [e.type, e.text ?? e.reply?.status, e.reply?.spoken, e.reply?.error?.code])), 'TURNS', JSON.stringify(turns.map((t: any) => [t.text])), 'voice', c.pipeline?.x, 'timers', c.clock.pendingTimers);

describe('zz', () => {
  it('1 waitedFor + unsure final is lost', async () => {
    for (const duckMs of [1000, 5000]) {
      const c = conversation({ echo: 'guard', bargeIn: { duckMs } });
      c.pipeline.events.on('echo', (e) => c.events.push(e as any));
      const { turns } = collect(c.pipeline, (t) => t.reply('один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать'));
      c.says('считай');
      await c.clock.advance(1500);
      const p = (text: string) => {
        c.ears.push({ type: 'speech-start', utterance: 1, atMs: c.clock.now() - 400 });
        c.ears.push({ type: 'transcript-partial', utterance: 1, text, stableChars: 0, throughMs: c.clock.now() });
      };
      p('стоп');
      await c.clock.advance(1500);
      c.ears.push({ type: 'transcript-final', utterance: 1, index: 1, text: 'стоп', words: [], startMs: 1100, endMs: 1600 });
      c.ears.push({ type: 'utterance-end', utterance: 1, atMs: 0, cause: 'classifier' });
      await c.clock.advance(10000);
      show(c, `T1 duckMs=${duckMs}`, turns);
    }
  });
  it('7 uninterruptible / bargeIn false, unsure final', async () => {
    for (const [bargeIn, echo] of [[false, 'guard'], [false, 'off']] as const) {
      const c = conversation({ echo, bargeIn });
      c.pipeline.events.on('echo', (e) => c.events.push(e as any));
      const { turns } = collect(c.pipeline, (t) => t.reply('один два три четыре пять шесть семь восемь девять десять'));
      c.says('считай');
      await c.clock.advance(1500);
      c.ears.push({ type: 'speech-start', utterance: 1, atMs: 1100 });
      c.ears.push({ type: 'transcript-partial', utterance: 1, text: 'стоп', stableChars: 0, throughMs: 1500 });
      await c.clock.advance(300);
      c.ears.push({ type: 'transcript-final', utterance: 1, index: 1, text: 'стоп', words: [], startMs: 1100, endMs: 1600 });
      c.ears.push({ type: 'utterance-end', utterance: 1, atMs: 0, cause: 'classifier' });
      await c.clock.advance(10000);
      show(c, `T7 bargeIn=${bargeIn} echo=${echo}`, turns);
    }
  });
  it('2 closing afterSpeech while ducked', async () => {
    const c = conversation({ bargeIn: { minMs: 2000, duckMs: 1000 } });
    c.pipeline.say('до свидания приходите ещё раз');
    await c.clock.advance(600);
    c.partial('спасибо', 300);
    await c.clock.advance(100);
    void c.pipeline.close({ afterSpeech: true });
    await c.clock.advance(10000);
    show(c, 'T2', []);
  });
  it('3 drained while ducked, not yet cleared', async () => {
    const { state, effects } = run([
      { type: 'speech-requested', item }, { type: 'first-audio', id: 1 },
      { type: 'partial', utterance: 0, text: 'нет', startMs: 0, endMs: 100 },
      { type: 'speech-drained', id: 1 },
      { type: 'sink-cleared', id: 1 },
      { type: 'partial', utterance: 0, text: 'угу', startMs: 0, endMs: 100 },
    ]);
    console.log('T3', JSON.stringify(state.voice), JSON.stringify(effects.slice(2)));
    // whole pipeline: partial in the very tick the last audio is heard
    const c = conversation({ bargeIn: { minMs: 300 } });
    const { turns } = collect(c.pipeline, (t) => t.reply('один два три'));
    c.says('считай');
    for (let i = 0; i < 400; i++) {
      await c.clock.advance(1);
      if (c.sink.heardMs >= 12 * charMs - 1) break;
    }
    c.clock.setTimeout(() => { void Promise.resolve().then(() => c.partial('э', 100)); }, 1);
    await c.clock.advance(200);
    c.partial('', 100); c.fallsSilent();
    await c.clock.advance(10000);
    show(c, 'T3b', turns);
  });
  it('4 minMs counts the echo', async () => {
    const c = conversation({ echo: 'guard', bargeIn: { minMs: 300 } });
    c.pipeline.events.on('echo', (e) => c.events.push(e as any));
    const { turns } = collect(c.pipeline, (t) => t.reply('один два три четыре пять шесть семь восемь девять десять'));
    c.says('считай');
    await c.clock.advance(1500);
    c.ears.push({ type: 'speech-start', utterance: 1, atMs: 150 });
    c.ears.push({ type: 'transcript-final', utterance: 1, index: 1, text: 'один два три', words: [], startMs: 150, endMs: 900 });
    await c.clock.advance(10);
    c.ears.push({ type: 'transcript-partial', utterance: 1, text: 'нет стой', stableChars: 0, throughMs: 1000 });
    await c.clock.advance(10);
    show(c, 'T4', turns);
  });
  it('5 async observer', async () => {
    const c = conversation();
    const seen: unknown[] = [];
    const h = (e: unknown) => seen.push(e);
    process.on('unhandledRejection', h);
    c.pipeline.events.on('turn-committed', async () => { throw new Error('observer'); });
    collect(c.pipeline, (t) => t.reply('да'));
    c.says('привет');
    await c.clock.advance(2000);
    await new Promise((r) => setImmediate(r)); await new Promise((r) => setTimeout(r, 5));
    process.off('unhandledRejection', h);
    console.log('T5 unhandled', seen.map(String), c.events.filter((e) => e.type === 'error').length);
  });
  it('6 standby key', async () => {
    const clock = manualClock();
    const formats: any[] = [];
    const tts: any = { formats: [pcm(8000), { encoding: 'alaw', sampleRateHz: 8000, channels: 1 }], async *speak(_t: any, o: any) { formats.push(o.format); yield { type: 'audio', data: new Uint8Array(o.format.encoding === 'alaw' ? 80 : 160) }; } };
    const a = new StandbyVoice(tts, 'Извините.', pcm(8000)); await a.prepare();
    const b = new StandbyVoice(tts, 'Извините.', tts.formats[1]); await b.prepare();
    console.log('T6 rendered for', JSON.stringify(formats));
    // empty render cached
    const mute: any = { formats: [pcm(8000)], async *speak() {} };
    const m = new StandbyVoice(mute, 'Извините.', pcm(8000)); await m.prepare();
    const out: any[] = []; for await (const e of m.speak((async function* () { yield 'Извините.'; })(), {})) out.push(e);
    console.log('T6b mute apology events', out.length);
  });
  it('6c mute tts whole pipeline', async () => {
    const mute: any = { formats: [format], async *speak(text: any) { for await (const _ of text); } };
    const c = conversation({ tts: mute });
    const { turns } = collect(c.pipeline, (t) => t.reply('один два'));
    c.says('считай');
    await c.clock.advance(5000);
    show(c, 'T6c', turns); console.log('heard', c.sink.heardMs);
  });
  it('8 misheard echo word after duck', async () => {
    const c = conversation({ echo: 'guard' });
    c.pipeline.events.on('echo', (e) => c.events.push(e as any));
    const { turns } = collect(c.pipeline, (t) => t.reply('один два три четыре пять шесть семь восемь девять десять'));
    c.says('считай');
    await c.clock.advance(1500);
    c.ears.push({ type: 'speech-start', utterance: 1, atMs: 800 });
    c.ears.push({ type: 'transcript-partial', utterance: 1, text: 'зять', stableChars: 0, throughMs: 1300 });
    await c.clock.advance(300);
    c.ears.push({ type: 'transcript-final', utterance: 1, index: 1, text: 'зять', words: [], startMs: 800, endMs: 1300 });
    c.ears.push({ type: 'utterance-end', utterance: 1, atMs: 0, cause: 'classifier' });
    await c.clock.advance(3000);
    show(c, 'T8', turns);
  });
  it('9 refined twice', async () => {
    const c = conversation({ echo: 'guard' });
    const { turns } = collect(c.pipeline, (t) => t.reply('один два три четыре пять шесть семь восемь девять десять'));
    c.says('считай');
    await c.clock.advance(1500);
    c.ears.push({ type: 'speech-start', utterance: 1, atMs: 150 });
    c.ears.push({ type: 'transcript-final', utterance: 1, index: 1, text: 'один два три нет подожди пожалуйста', words: [], startMs: 150, endMs: 1500 });
    c.ears.push({ type: 'transcript-refined', utterance: 1, index: 1, text: 'Один, два, три. Нет, подожди, пожалуйста.' } as any);
    c.ears.push({ type: 'transcript-refined', utterance: 1, index: 1, text: 'Один, два, три. Нет, подожди, пожалуйста.' } as any);
    c.ears.push({ type: 'utterance-end', utterance: 1, atMs: 0, cause: 'classifier' });
    await c.clock.advance(3000);
    console.log('T9', turns.map((t) => [t.text, t.refinedText]));
  });
});
