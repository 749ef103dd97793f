import { agent, tool, type LanguageModel } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall } from '@rechka/local';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken, wordsHeard } from './whole-call.js';

/** A schedule that takes its time; `says` what its handler does meanwhile. */
function slowSchedule(ms: number, says?: string) {
  return tool({
    name: 'look',
    description: 'Смотрит расписание.',
    parameters: { type: 'object' },
    validate: (args) => args,
    run: async (_, { say }) => {
      if (says !== undefined) await say(says);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { free: '15:30' };
    },
  });
}

/** Says something before it calls its tool, as models of an OpenAI-compatible server do. */
const model: LanguageModel = {
  async *stream(messages) {
    const looked = messages.some(({ role }) => role === 'tool');
    yield { type: 'text', text: looked ? 'Свободно завтра.' : 'Сейчас посмотрю.' };
    if (!looked) yield { type: 'tool-call', call: { id: 'look-1', name: 'look', arguments: {} } };
    yield { type: 'finish', reason: looked ? 'stop' : 'tool-calls' };
  },
};

/** One question whose answer needs the schedule; tells what the caller heard and the longest silence meanwhile. */
async function ask(schedule: ReturnType<typeof slowSchedule>) {
  return virtualTime().run(async () => {
    const caller = scriptedCall();
    const respond = agent(model, { tools: [schedule] });
    const whole = await openWholeCall(caller.call, { pipeline: { respond } });
    void caller.say(spoken('Когда свободно'));
    for await (const turn of whole.pipeline.turns()) {
      expect(await turn.reply()).toMatchObject({
        status: 'spoken',
        spoken: 'Сейчас посмотрю. Свободно завтра.',
      });
      caller.hangUp();
    }
    await whole.release();
    return { heard: wordsHeard(caller.heard()).join(' '), messages: whole.pipeline.messages };
  });
}

describe('an answer that pauses for a tool, over real gRPC, in virtual time', () => {
  it('is whole, with words between that break the silence', async () => {
    const { heard, messages } = await ask(slowSchedule(14_000));
    expect(heard).toBe('Сейчас посмотрю. Секунду. Ещё немного. Свободно завтра.');
    expect(messages.at(-1)).toEqual({ role: 'assistant', text: 'Сейчас посмотрю. Свободно завтра.' });
  });

  it('lets its tool speak, and wait until it was heard', async () => {
    const { heard } = await ask(slowSchedule(1000, 'Это займёт минуту.'));
    expect(heard).toBe('Сейчас посмотрю. Это займёт минуту. Свободно завтра.');
  });
});
