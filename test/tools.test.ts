import { agent, tool, type LanguageModel, type Message, type ToolContext } from '@rechka/core';
import type { GptMessage, GptReply } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall } from '@rechka/local';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken, wordsHeard } from './whole-call.js';

/** The other side: takes its time, and would book twice if asked twice. */
class Calendar {
  readonly bookings: string[] = [];

  async book(day: string, takesMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    this.bookings.push(day);
  }
}

/** Wants to book whatever the caller says, and passes on what it is told. */
function eagerModel(asked: (readonly GptMessage[])[]) {
  return (messages: readonly GptMessage[]): GptReply => {
    asked.push(messages);
    const results = messages.at(-1)?.toolResults ?? [];
    if (results.length > 0) return results.map(({ content }) => content).join(' ');
    return { toolCalls: [{ name: 'book', arguments: { day: 'пятница' } }] };
  };
}

describe('tools in a call over real gRPC, in virtual time', () => {
  it('books once, though the caller interrupts while it is booked, and asks again and again', async () => {
    const calendar = new Calendar();
    const asked: (readonly GptMessage[])[] = [];
    const handlers: ToolContext[] = [];
    const book = tool({
      name: 'book',
      description: 'Записывает клиента на день.',
      parameters: { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] },
      validate: ({ day }) => {
        if (typeof day !== 'string') throw new Error('day: expected a day');
        return { day };
      },
      irreversible: true,
      run: async ({ day }, context) => {
        handlers.push(context);
        void context.say('Секунду, смотрю расписание на эту неделю и на следующую');
        await calendar.book(day, 8000);
        return 'Записала вас на пятницу.';
      },
    });
    const { events, heard, histories, aborted } = await virtualTime().run(async () => {
      const caller = scriptedCall();
      const whole = await openWholeCall(caller.call, {
        agent: { tools: [book] },
        emulator: { gpt: { reply: eagerModel(asked) } },
      });
      const { pipeline } = whole;
      pipeline.events.on('reply-heard', ({ kind }) => {
        if (kind === 'say')
          setTimeout(() => void caller.say(spoken('Так вы записали меня на пятницу')), 1000);
      });
      const histories: (readonly Message[])[] = [];
      void caller.say(spoken('Запишите меня на пятницу'));
      for await (const turn of pipeline.turns()) {
        histories.push(turn.messages);
        await turn.reply();
        if (histories.length === 2) void caller.say(spoken('Точно записали на пятницу'));
        if (histories.length === 3) caller.hangUp();
      }
      const aborted = handlers.map(({ signal }) => signal.aborted);
      await whole.release();
      return { events: whole.events, heard: wordsHeard(caller.heard()).join(' '), histories, aborted };
    });

    expect(calendar.bookings).toEqual(['пятница']);
    expect(handlers).toHaveLength(1);
    expect(aborted, 'the interruption, or the end of the call, stopped a handler that was done').toEqual([
      false,
    ]);
    expect(events.some(({ type }) => type === 'barge-in')).toBe(true);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
    expect(heard.match(/Записала вас на пятницу/g)).toHaveLength(2);
    expect(heard).toMatch(/^Секунду, смотрю/);

    const call = { name: 'book', arguments: { day: 'пятница' } };
    expect(histories[1]).toMatchObject([
      { role: 'user', text: 'Запишите меня на пятницу' },
      { role: 'assistant', text: '', toolCalls: [call] },
      { role: 'tool', results: [{ name: 'book', content: expect.stringContaining('"running"') as string }] },
      { role: 'assistant', interrupted: true },
      { role: 'user', text: 'Так вы записали меня на пятницу' },
    ]);
    const booked = { role: 'tool', results: [{ name: 'book', content: 'Записала вас на пятницу.' }] };
    expect(histories[2]!.filter(({ role }) => role === 'tool')).toMatchObject([booked, booked]);
    // What the model was told, on the wire.
    const results = asked.map((messages) => messages.flatMap(({ toolResults }) => toolResults));
    const told = results.map((some) =>
      JSON.stringify(some.map(({ content }) => content.includes('running'))),
    );
    // An answer that is prepared ahead is asked for more than once.
    expect([...new Set(told)].map((list) => JSON.parse(list) as boolean[])).toEqual([
      [],
      [true],
      [true, false],
      [false, false],
      [false, false, false],
    ]);
  });

  it('lets the caller hear what the model says before its tools while they work', async () => {
    const rounds = ['Минутку, смотрю.', 'И ещё мастера.', 'Свободно в три.'];
    const model: LanguageModel = {
      async *stream(messages) {
        const number = messages.filter(({ role }) => role === 'tool').length;
        yield { type: 'text', text: rounds[number]! };
        const more = number < 2;
        if (more) yield { type: 'tool-call', call: { id: `${number}`, name: 'look', arguments: { number } } };
        yield { type: 'finish', reason: more ? 'tool-calls' : 'stop' };
      },
    };
    let working = false;
    const look = tool({
      name: 'look',
      description: 'Смотрит расписание.',
      parameters: { type: 'object' },
      validate: (args) => args,
      run: async () => {
        working = true;
        await new Promise((resolve) => setTimeout(resolve, 4000));
        working = false;
        return { free: true };
      },
    });
    await virtualTime().run(async () => {
      const caller = scriptedCall();
      const respond = agent(model, { tools: [look] });
      const whole = await openWholeCall(caller.call, { pipeline: { respond } });
      const { pipeline } = whole;
      const heardWhileWorking: boolean[] = [];
      pipeline.events.on('reply-heard', () => heardWhileWorking.push(working));
      void caller.say(spoken('Когда свободно'));
      for await (const turn of pipeline.turns()) {
        const reply = await turn.reply();
        expect(reply).toMatchObject({ status: 'spoken', spoken: rounds.join(' '), exact: true });
        caller.hangUp();
      }
      await whole.release();
      expect(heardWhileWorking).toEqual([true]);
      expect(wordsHeard(caller.heard()).join(' ')).toBe(rounds.join(' '));
      const tool = { role: 'tool', results: [{ content: '{"free":true}' }] };
      expect(pipeline.messages).toMatchObject([
        { role: 'user' },
        { role: 'assistant', text: '', toolCalls: [{ id: '0' }] },
        tool,
        { role: 'assistant', text: '', toolCalls: [{ id: '1' }] },
        tool,
        { role: 'assistant', text: rounds.join(' ') },
      ]);
    });
  });

  it('tells observers of a tool that fails, and the conversation goes on', async () => {
    const broken = tool({
      name: 'book',
      description: 'Записывает клиента на день.',
      parameters: { type: 'object' },
      validate: (args) => args,
      run: () => {
        throw new Error('нет связи с расписанием');
      },
    });
    await virtualTime().run(async () => {
      const caller = scriptedCall();
      const reply = [{ toolCalls: [{ name: 'book', arguments: {} }] }, 'Не получилось, извините.'];
      const whole = await openWholeCall(caller.call, {
        agent: { tools: [broken] },
        emulator: { gpt: { reply } },
      });
      void caller.say(spoken('Запишите меня'));
      for await (const turn of whole.pipeline.turns()) {
        expect(await turn.reply()).toMatchObject({ status: 'spoken', spoken: 'Не получилось, извините.' });
        caller.hangUp();
      }
      await whole.release();
      const errors = whole.events.flatMap((event) => (event.type === 'error' ? [event] : []));
      expect(errors).toMatchObject([{ turnId: 0, error: { code: 'ERR_INTERNAL' } }]);
      expect(errors[0]!.error.message).toContain('нет связи с расписанием');
    });
  });
});
