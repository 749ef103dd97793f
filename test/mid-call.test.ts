import { agent, tool, type Call, type Message, type Turn } from '@rechka/core';
import type { GptMessage } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall } from '@rechka/local';
import { YandexGpt } from '@rechka/gpt';
import { fromEnv } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken, wordsHeard, type WholeCall } from './whole-call.js';

/** What a model was told to be. */
function roleOf(messages: readonly GptMessage[]): string {
  return messages[0]?.text ?? '';
}

/** The texts that the emulated service spoke, with the voice that was asked for. */
function voices({ emulator }: WholeCall): string[] {
  const asked = emulator.log.flatMap((event) =>
    event.service === 'tts' && event.type === 'options' ? [JSON.stringify(event.options)] : [],
  );
  return asked.map(
    (options) => `${/"voice":"(\w+)"/.exec(options)?.[1]}: ${/"text":"([^"]*)"/.exec(options)?.[1]}`,
  );
}

describe('a call that changes in the middle, over real gRPC, in virtual time', () => {
  it('is handed over by the administrator to the master, who has another voice and other instructions', async () => {
    await virtualTime().run(async () => {
      const caller = scriptedCall();
      const asked: string[] = [];
      const whole = await openWholeCall(caller.call, {
        emulator: {
          gpt: {
            reply: (messages) => {
              asked.push(roleOf(messages));
              if (roleOf(messages) === 'Ты мастер.') return 'Я мастер, подстригу вас коротко.';
              if (messages.at(-1)!.toolResults.length > 0) return 'Зову мастера.';
              return { toolCalls: [{ name: 'call_master', arguments: {} }] };
            },
          },
        },
      });
      const { pipeline, tts, emulator } = whole;
      const gpt = new YandexGpt({ ...fromEnv(emulator.env), model: 'yandexgpt-lite' });
      const callMaster = tool({
        name: 'call_master',
        description: 'Зовёт к телефону мастера.',
        parameters: { type: 'object' },
        validate: (input) => input,
        run: () => {
          pipeline.use({
            respond: agent(gpt, { instructions: 'Ты мастер.' }),
            tts: tts.with({ voice: 'filipp' }),
          });
          return 'Мастер подойдёт.';
        },
      });
      pipeline.use({ respond: agent(gpt, { instructions: 'Ты администратор.', tools: [callMaster] }) });
      const turns: Turn[] = [];
      void caller.say(spoken('Позовите мастера'));
      for await (const turn of pipeline.turns()) {
        turns.push(turn);
        await turn.reply();
        if (turns.length === 1) void caller.say(spoken('Как вы меня подстрижёте'));
        else caller.hangUp();
      }
      await whole.release();
      gpt.close();

      // More than once where an answer was prepared ahead.
      expect([...new Set(asked)]).toEqual(['Ты администратор.', 'Ты мастер.']);
      expect(asked.indexOf('Ты мастер.')).toBe(asked.lastIndexOf('Ты администратор.') + 1);
      expect(wordsHeard(caller.heard()).join(' ')).toBe('Зову мастера. Я мастер, подстригу вас коротко.');
      // Each voice says ahead what must be heard when it fails.
      const said = voices(whole).filter((line) => !/: (Извините|Секунду)/.test(line));
      expect([...new Set(said)]).toEqual([
        'marina: Зову мастера.',
        'filipp: Я мастер, подстригу вас коротко.',
      ]);
      expect(turns[1]!.messages).toMatchObject([
        { role: 'user', text: 'Позовите мастера' },
        { role: 'assistant', toolCalls: [{ name: 'call_master' }] },
        { role: 'tool', results: [{ content: 'Мастер подойдёт.' }] },
        { role: 'assistant', text: 'Зову мастера.' },
        { role: 'user', text: 'Как вы меня подстрижёте' },
      ]);
    });
  });

  it('goes on in a second call where the first one ended', async () => {
    const told: (readonly GptMessage[])[] = [];
    const calls = async (line: string, reply: string, history?: readonly Message[]) =>
      virtualTime().run(async () => {
        const caller = scriptedCall();
        const whole = await openWholeCall(caller.call, {
          emulator: { gpt: { reply: (messages) => (told.push(messages), reply) } },
          pipeline: { ...(history && { history }) },
        });
        void caller.say(spoken(line));
        for await (const turn of whole.pipeline.turns()) {
          await turn.reply();
          caller.hangUp();
        }
        await whole.release();
        return JSON.stringify(whole.pipeline.messages);
      });
    const first = await calls('Меня зовут Иван', 'Очень приятно.');
    const second = await calls('Вы меня помните', 'Помню, Иван.', JSON.parse(first) as Message[]);
    const conversation = [
      { role: 'user', text: 'Меня зовут Иван' },
      { role: 'assistant', text: 'Очень приятно.' },
      { role: 'user', text: 'Вы меня помните' },
      { role: 'assistant', text: 'Помню, Иван.' },
    ];
    expect(JSON.parse(second)).toEqual(conversation);
    expect(told.at(-1)!.map(({ text }) => text.toLowerCase())).toEqual([
      'отвечай коротко.',
      ...conversation.slice(0, 3).map(({ text }) => text.toLowerCase()),
    ]);
  });

  it('hears every word once when the recogniser is changed again and again, in mid-word too', async () => {
    const lines = [
      'раз два три четыре',
      'пять шесть семь',
      'восемь девять десять',
      'снова раз и два',
      'и всё на сегодня',
    ];
    await virtualTime().run(async () => {
      const caller = scriptedCall();
      const whole = await openWholeCall(caller.call, {
        pipeline: { bargeIn: false, respond: async function* () {} },
      });
      const { pipeline, events } = whole;
      void (async () => {
        for (const [at, line] of lines.entries()) {
          const saying = caller.say(spoken(line));
          setTimeout(
            () => pipeline.use({ stt: whole.openStt({ language: at % 2 ? 'ru-RU' : 'en-US' }) }),
            400 * at,
          );
          await saying;
          await new Promise((resolve) => setTimeout(resolve, 2500));
        }
        caller.hangUp();
      })();
      for await (const turn of pipeline.turns()) await turn.reply();
      await whole.release();

      const finals = events.flatMap((event) => (event.type === 'transcript-final' ? [event] : []));
      expect(finals.map(({ text }) => text).join(' ')).toBe(lines.join(' ').replaceAll('ё', 'е'));
      expect(finals.map(({ index }) => index)).toEqual(finals.map((_, at) => at));
      const ends = events.flatMap((event) => (event.type === 'utterance-end' ? [event.utterance] : []));
      expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
      const spans = finals.flatMap(({ words }) => words);
      expect(spans).toEqual(spans.toSorted((a, b) => a.startMs - b.startMs));
      const changes = events.flatMap((event) => (event.type === 'changed' ? [event] : []));
      expect(changes).toHaveLength(lines.length);
      expect(events.filter(({ type }) => type === 'error' || type === 'gap')).toEqual([]);
    });
  });

  it('is transferred to a person when a tool says so, after the bot has said it', async () => {
    await virtualTime().run(async () => {
      const caller = scriptedCall();
      const line: { to?: string; heard?: string; over: string[] } = { over: [] };
      const call: Call = {
        ...caller.call,
        transfer: async (target) => {
          Object.assign(line, { to: target, heard: wordsHeard(caller.heard()).join(' ') });
          await new Promise((resolve) => setTimeout(resolve, 3000));
          line.over.push('transferred');
        },
        hangUp: async () => {
          line.over.push('released');
          await caller.call.hangUp?.();
        },
      };
      const human = tool({
        name: 'human',
        description: 'Переводит звонок на человека.',
        parameters: { type: 'object' },
        validate: (input) => input,
        run: () => {
          whole.pipeline.transfer('+74950000000', { afterSpeech: true }).catch(() => undefined);
          return 'Сейчас переведём.';
        },
      });
      const whole = await openWholeCall(call, {
        agent: { tools: [human] },
        emulator: {
          gpt: {
            reply: [{ toolCalls: [{ name: 'human', arguments: {} }] }, 'Перевожу вас на администратора.'],
          },
        },
      });
      void caller.say(spoken('Хочу поговорить с человеком'));
      await whole.pipeline.run();
      await whole.release();
      expect(line).toEqual({
        to: '+74950000000',
        heard: 'Перевожу вас на администратора.',
        over: ['transferred', 'released'],
      });
    });
  });
});
