import { rawWords, type Turn } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall, type ScriptedCall } from '@rechka/local';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken, wordsHeard, type WholeCall } from './whole-call.js';

const lines = ['Здравствуйте, хочу записаться на стрижку', 'Завтра в 15:30', 'Меня зовут Иван Петров'];
const replies = ['Конечно! На какой день?', 'Записала на 15:30. Как вас зовут?', 'Спасибо, Иван. Ждём вас!'];
/** What the caller hears of them: figures are said in words. */
const saidReplies = replies.join(' ').replace('15:30', 'пятнадцать тридцать');

/** The caller says each line when the bot has answered the one before, then hangs up. */
async function talk(caller: ScriptedCall, { pipeline }: WholeCall): Promise<Turn[]> {
  const turns: Turn[] = [];
  void caller.say(spoken(lines[0]!));
  for await (const turn of pipeline.turns()) {
    turns.push(turn);
    await turn.reply();
    const line = lines[turns.length];
    if (line === undefined) caller.hangUp();
    else void caller.say(spoken(line));
  }
  return turns;
}

async function threeTurns() {
  const vt = virtualTime();
  const startMs = performance.now();
  const result = await vt.run(async () => {
    const caller = scriptedCall({ id: 'call' });
    const whole = await openWholeCall(caller.call, { emulator: { gpt: { reply: replies } } });
    const turns = await talk(caller, whole);
    await whole.release();
    return { turns, events: whole.events, heard: wordsHeard(caller.heard()), log: whole.emulator.log };
  });
  return { ...result, virtualMs: vt.now(), realMs: performance.now() - startMs };
}

describe('a call of three turns over real gRPC, in virtual time', () => {
  it('hears every word, answers each turn once, and is heard to the last word', async () => {
    const { turns, events, heard, virtualMs, realMs } = await threeTurns();
    expect(turns.map((turn) => turn.refinedText)).toEqual(lines);
    expect(heard.join(' ')).toBe(saidReplies);
    expect(events.filter((event) => event.type === 'error' || event.type === 'gap')).toEqual([]);
    const ended = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply] : []));
    expect(ended.map(({ status, exact, spoken: said }) => [status, exact, said])).toEqual(
      replies.map((reply) => ['spoken', true, reply]),
    );
    for (const { latency } of ended) {
      const stages = [latency.firstTokenMs, latency.firstAudioMs, latency.voiceToVoiceMs];
      expect(stages).toEqual([...stages].sort((a, b) => a! - b!));
      // 700 ms of pause and 336 until the emulator's endpoint; without speculation 590 more for model and voice.
      expect(latency.committedMs).toBeGreaterThan(700 + 336);
      expect(latency.voiceToVoiceMs).toBeGreaterThanOrEqual(latency.committedMs!);
      expect(latency.voiceToVoiceMs).toBeLessThan(2000);
    }
    process.stdout.write(
      `      ${(virtualMs / 1000).toFixed(1)} s of call in ${(realMs / 1000).toFixed(2)} s\n`,
    );
  });

  it('goes the same way twice, to the millisecond', async () => {
    const [first, second] = [await threeTurns(), await threeTurns()];
    // Request ids are random on purpose: they must be unique among all processes.
    const told = ({ events }: typeof first) =>
      JSON.stringify(events, (key, value: unknown) => (key.startsWith('requestId') ? undefined : value));
    expect(told(second)).toBe(told(first));
    expect(second.virtualMs).toBe(first.virtualMs);
  });

  it('shows the model only what the caller heard when the bot is interrupted', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const caller = scriptedCall();
      const story = 'Сначала мы моем голову, потом стрижём, потом укладываем и в конце пьём кофе';
      const whole = await openWholeCall(caller.call, { emulator: { gpt: { reply: [story, 'Хорошо.'] } } });
      const { pipeline, events } = whole;
      const heardBefore: number[] = [];
      pipeline.events.on('barge-in', () => heardBefore.push(pipeline.messages.length));
      pipeline.events.on('reply-heard', ({ turnId }) => {
        if (turnId === 0) setTimeout(() => void caller.say(spoken('Подождите, не надо')), 1500);
      });
      void caller.say(spoken('Расскажите'));
      const turns: Turn[] = [];
      for await (const turn of pipeline.turns()) {
        turns.push(turn);
        await turn.reply();
        if (turns.length === 2) caller.hangUp();
      }
      await whole.release();

      const [cut] = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply] : []));
      expect(cut).toMatchObject({ status: 'interrupted', exact: true });
      const heard = wordsHeard(caller.heard());
      // The last word may have been cut in its second half: it counts, though it does not decode.
      const said = rawWords(cut!.spoken);
      const whole_ = rawWords(heard.slice(0, heard.indexOf('Хорошо.')).join(' '));
      expect(said.slice(0, whole_.length)).toEqual(whole_);
      expect(said.length - whole_.length).toBeLessThanOrEqual(1);
      expect(whole_.length).toBeGreaterThan(2);
      expect(turns[1]!.messages).toMatchObject([
        { role: 'user', text: 'Расскажите' },
        { role: 'assistant', text: cut!.spoken, interrupted: true },
        { role: 'user', text: 'Подождите, не надо' },
      ]);
    });
  });
});
