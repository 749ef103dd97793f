import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import type { LlmEvent } from '../ports/language-model.js';
import { scriptedStt } from '../testing/scripted-stt.js';
import { sleep } from '../time/sleep.js';
import type { Reply } from './reply.js';
import type { RespondContext } from './responder.js';
import { collect, conversation, language } from './scripted-conversation.js';

/** Answers what was asked last, and keeps what it was asked with. */
function answering(delayMs = 0) {
  const asked: RespondContext[] = [];
  const returned: string[] = [];
  const clocks: { clock?: ReturnType<typeof conversation>['clock'] } = {};
  const respond = async function* (context: RespondContext): AsyncGenerator<string | LlmEvent> {
    asked.push(context);
    const question = context.messages.at(-1)!;
    const text = 'text' in question ? question.text : '';
    try {
      if (delayMs > 0) await sleep(clocks.clock!, delayMs, context.signal);
      yield { type: 'usage', inputTokens: 10, outputTokens: 3 };
      yield `Отвечаю на ${text}. `;
      yield 'И ещё. ';
    } finally {
      returned.push(text);
    }
  };
  return { asked, returned, respond, clocks };
}

const outcomes = (events: readonly { type: string; outcome?: string }[]) =>
  events.flatMap((event) => (event.type === 'speculation' ? [event.outcome] : []));

async function talking(options: Parameters<typeof conversation>[0] = {}, delayMs = 0) {
  const answers = answering(delayMs);
  const call = conversation({ respond: answers.respond, ...options });
  answers.clocks.clock = call.clock;
  const replies: Reply[] = [];
  const { turns } = collect(call.pipeline, async (turn) => replies.push(await turn.reply()));
  await call.clock.advance(0);
  return { ...call, ...answers, turns, replies };
}

describe('an answer that is prepared before the turn is committed', () => {
  it('is heard at once when the turn comes to what was prepared for', async () => {
    const { clock, partial, says, asked, sink, replies, events } = await talking({}, 400);
    partial('когда свободно');
    await clock.advance(1200);
    expect(asked.map(({ speculative }) => speculative)).toEqual([true]);
    expect(sink.heardMs, 'a sound before the commit').toBe(0);
    says('Когда свободно?');
    await clock.advance(60);
    expect(sink.heardMs).toBeGreaterThan(0);
    await clock.advance(5000);
    expect(asked).toHaveLength(1);
    expect(replies[0]).toMatchObject({
      status: 'spoken',
      spoken: 'Отвечаю на когда свободно. И ещё.',
      speculation: { used: true, wasted: { requests: 0, characters: 0 } },
    });
    const { committedMs, firstTokenMs, firstAudioMs, voiceToVoiceMs } = replies[0]!.latency;
    expect(voiceToVoiceMs! - committedMs!).toBeLessThan(50);
    expect(firstTokenMs, 'before the commit').toBeLessThan(committedMs! - 200);
    expect(firstAudioMs).toBeLessThan(committedMs! - 100);
    expect(outcomes(events)).toEqual(['used']);
  });

  it('is dropped when the caller goes on, at most twice a turn, and what it cost is told', async () => {
    const { clock, partial, says, asked, returned, replies, events } = await talking();
    for (const text of ['запишите', 'запишите меня', 'запишите меня завтра']) {
      partial(text);
      await clock.advance(600);
    }
    expect(asked.map(({ messages }) => messages.at(-1))).toMatchObject([
      { text: 'запишите' },
      { text: 'запишите меня' },
    ]);
    expect(returned, 'a generator that nobody reads was left open').toEqual(['запишите', 'запишите меня']);
    says('запишите меня завтра');
    await clock.advance(5000);
    expect(asked.map(({ speculative }) => speculative)).toEqual([true, true, false]);
    expect(outcomes(events)).toEqual(['dropped', 'dropped']);
    const { first, second } = { first: 'Отвечаю на запишите. ', second: 'Отвечаю на запишите меня. ' };
    expect(replies[0]!.speculation).toEqual({
      used: false,
      wasted: {
        // An answer and one segment of it, twice: the second segment is not synthesised before the commit.
        requests: 4,
        characters: first.length + second.length,
        inputTokens: 20,
        outputTokens: 6,
      },
    });
    expect(replies[0]!.spoken).toBe('Отвечаю на запишите меня завтра. И ещё.');
  });

  it('stays what it is through case, punctuation, «ё» and fillers', async () => {
    const { clock, partial, says, asked, replies } = await talking({
      language: { ...language, fillers: new Set(['ну', 'э']) },
    });
    partial('ну еще раз');
    await clock.advance(600);
    partial('э еще раз');
    says('Ещё раз!');
    await clock.advance(3000);
    expect(asked).toHaveLength(1);
    expect(replies[0]!.speculation).toMatchObject({ used: true });
  });

  it('begins as soon as the recogniser has settled the words, or has heard all there was to hear', async () => {
    const { clock, ears, line, asked } = await talking();
    ears.push({ type: 'speech-start', utterance: 0, atMs: 0 });
    const loud = new Uint8Array(640).map((_, at) => (at % 2 === 1 ? 32 : 0));
    for (let at = 0; at < 10; at += 1) line.push({ data: loud });
    for (let at = 0; at < 10; at += 1) line.push({ data: new Uint8Array(640) });
    await clock.advance(0);
    const heard = { type: 'transcript-partial', utterance: 0, stableChars: 0 } as const;
    ears.push({ ...heard, text: 'алло', throughMs: 420 });
    await clock.advance(100);
    expect(asked, 'it may have missed the last word').toHaveLength(0);
    ears.push({ ...heard, text: 'алло', throughMs: 520 });
    await clock.advance(0);
    expect(asked).toHaveLength(1);
    const final = {
      type: 'transcript-final',
      utterance: 0,
      index: 0,
      text: 'алло вы где',
      words: [],
    } as const;
    ears.push({ ...final, startMs: 0, endMs: 600 });
    await clock.advance(400);
    expect(asked, 'the end of the utterance may follow').toHaveLength(1);
    await clock.advance(200);
    expect(asked).toHaveLength(2);
  });

  it('waits while the last words ask for more', async () => {
    const { clock, partial, asked } = await talking({
      language: { ...language, isComplete: (text) => (text.endsWith(' на') ? 0.1 : 0.9) },
    });
    partial('запишите меня на');
    await clock.advance(2000);
    expect(asked).toHaveLength(0);
    partial('запишите меня на пятницу');
    await clock.advance(600);
    expect(asked).toHaveLength(1);
  });

  it('is not used for an answer of another kind, nor for a body that does not answer', async () => {
    const answers = answering();
    const call = conversation({ respond: answers.respond });
    const { turns } = collect(call.pipeline, async (turn) =>
      turn.id === 0 ? turn.reply('Своё.') : undefined,
    );
    await call.clock.advance(0);
    for (const text of ['раз', 'два']) {
      call.partial(text);
      await call.clock.advance(600);
      call.says(text);
      await call.clock.advance(2000);
    }
    expect(turns).toHaveLength(2);
    expect(outcomes(call.events)).toEqual(['dropped', 'dropped']);
    expect(answers.returned).toEqual(['раз', 'два']);
    expect(call.pipeline.messages).toEqual([
      { role: 'user', text: 'раз' },
      { role: 'assistant', text: 'Своё.' },
      { role: 'user', text: 'два' },
    ]);
  });

  it('is not begun while the bot speaks, and dropped when the bot speaks before the commit', async () => {
    const { clock, partial, says, pipeline, asked, replies } = await talking();
    partial('когда свободно');
    await clock.advance(600);
    void pipeline.say('Кстати, у нас скидка.');
    await clock.advance(100);
    says('когда свободно');
    await clock.advance(8000);
    expect(asked.map(({ speculative }) => speculative)).toEqual([true, false]);
    expect(replies[0]!.speculation).toMatchObject({ used: false });
  });

  it('takes only what is spare: refused, it is asked for again in earnest', async () => {
    const refused = new VoiceError({ code: 'ERR_QUOTA', message: 'no permit to spare', retryable: true });
    const asked: boolean[] = [];
    const { clock, partial, says, replies, events } = await talking({
      respond: async function* ({ speculative }) {
        asked.push(speculative);
        if (speculative) throw refused;
        yield 'Ответ.';
      },
    });
    partial('когда');
    await clock.advance(600);
    says('когда');
    await clock.advance(3000);
    expect(asked).toEqual([true, false]);
    expect(replies[0]).toMatchObject({ status: 'spoken', spoken: 'Ответ.', error: undefined });
    expect(outcomes(events)).toEqual(['refused']);
    expect(events.some(({ type }) => type === 'error')).toBe(false);
  });

  it('is left off for the rest of a call in which less than half of the last 20 were used', async () => {
    const { clock, partial, says, asked } = await talking();
    const ask = async (...texts: string[]) => {
      for (const text of texts) {
        partial(text);
        await clock.advance(600);
      }
      says('вопрос');
      await clock.advance(6000);
    };
    for (let turn = 0; turn < 9; turn += 1) await ask('вопрос');
    for (let turn = 0; turn < 6; turn += 1) await ask('во', 'вопро');
    const before = asked.filter(({ speculative }) => speculative).length;
    expect(before, 'nine used, eleven not').toBe(20);
    partial('и ещё');
    await clock.advance(600);
    says('и ещё');
    await clock.advance(6000);
    expect(asked.filter(({ speculative }) => speculative)).toHaveLength(before);
  });

  it.each([
    ['auto', undefined, true],
    ['auto', { type: 'server' }, true],
    ['auto', { type: 'external' }, false],
    ['on', { type: 'external' }, true],
    ['off', undefined, false],
  ] as const)('with %s and %o is made: %s', async (speculation, endpointing, made) => {
    const { clock, partial, asked } = await talking({ speculation, ...(endpointing && { endpointing }) });
    partial('когда');
    await clock.advance(1000);
    expect(asked).toHaveLength(made ? 1 : 0);
  });

  it('«speculation runs side effects»: what it says or remembers before the commit is neither heard nor kept', async () => {
    const said: Promise<Reply>[] = [];
    const committed: string[] = [];
    const { clock, partial, says, sink, pipeline, events } = await talking({
      respond: async function* (context) {
        const { say, committed: commit, messages } = context;
        const { text } = messages.at(-1) as { text: string };
        context.report(new Error(`про ${text}`));
        context.remember({ calls: [{ id: text, name: 'look', arguments: { text } }], results: () => [] });
        said.push(say(`минутку про ${text}`));
        void commit.then(() => committed.push(text));
        yield `ответ про ${text}`;
      },
    });
    partial('пятницу');
    await clock.advance(1500);
    expect([sink.heardMs, committed]).toEqual([0, []]);
    says('субботу');
    await clock.advance(10_000);
    expect(committed).toEqual(['субботу']);
    expect((await Promise.all(said)).map(({ status, spoken }) => [status, spoken])).toEqual([
      ['skipped', ''],
      ['spoken', 'минутку про субботу'],
    ]);
    expect(JSON.stringify(pipeline.messages)).not.toContain('пятницу');
    expect(JSON.stringify(pipeline.messages)).toContain('look');
    expect(events.filter(({ type }) => type === 'error')).toHaveLength(1);
  });

  it('is not used if the model failed while the answer was held, whatever it had said before', async () => {
    const asked: boolean[] = [];
    const { clock, partial, says, replies, events } = await talking({
      respond: async function* ({ speculative }) {
        asked.push(speculative);
        yield 'Начало ответа. ';
        if (speculative) throw new VoiceError({ code: 'ERR_QUOTA', message: 'taken back', retryable: true });
        yield 'И конец.';
      },
    });
    partial('когда');
    await clock.advance(1200);
    says('когда');
    await clock.advance(5000);
    expect(asked).toEqual([true, false]);
    expect(replies[0]).toMatchObject({ status: 'spoken', spoken: 'Начало ответа. И конец.' });
    expect(outcomes(events)).toEqual(['refused']);
  });

  it('is not begun for other words in the moment in which they are committed: it could only be refused', async () => {
    const asked: boolean[] = [];
    const { clock, partial, says, replies } = await talking({
      respond: async function* ({ speculative }) {
        asked.push(speculative);
        // As long as a client takes that asks for a permit before anything else.
        for (let step = 0; step < 12; step += 1) await Promise.resolve();
        if (speculative)
          throw new VoiceError({ code: 'ERR_QUOTA', message: 'none to spare', retryable: true });
        yield 'Ответ.';
      },
    });
    partial('запишите');
    await clock.advance(100);
    says('запишите меня');
    await clock.advance(5000);
    expect(asked).toEqual([false]);
    expect(replies).toMatchObject([{ status: 'spoken', spoken: 'Ответ.' }]);
  });

  it('costs only what the synthesiser was given, however much of the answer came at once', async () => {
    const { clock, partial, says, replies, tts } = await talking({
      respond: async function* () {
        yield 'Раз. Два. Три. ';
      },
    });
    partial('посчитай');
    await clock.advance(1000);
    expect(tts.segments).toEqual(['Извините.', 'Раз. ']);
    says('не надо');
    await clock.advance(5000);
    expect(replies[0]!.speculation).toMatchObject({ used: false, wasted: { requests: 2, characters: 5 } });
  });

  it('lets what the responder says before its answer be heard before it, as if nothing had been prepared', async () => {
    const { clock, partial, says, events, replies } = await talking({
      respond: async function* ({ say }) {
        void say('Минуту.');
        yield 'Ответ.';
      },
    });
    partial('когда');
    await clock.advance(1500);
    says('когда');
    await clock.advance(5000);
    expect(replies[0]!.speculation).toMatchObject({ used: true });
    const heard = events.flatMap((event) => (event.type === 'reply-ended' ? [event.reply.spoken] : []));
    expect(heard).toEqual(['Минуту.', 'Ответ.']);
  });

  it('survives another recogniser, and not another voice', async () => {
    const { clock, partial, says, pipeline, asked, replies } = await talking();
    partial('раз');
    await clock.advance(600);
    pipeline.use({ stt: scriptedStt() });
    says('раз');
    await clock.advance(6000);
    expect(asked).toHaveLength(1);
    expect(replies[0]!.speculation).toMatchObject({ used: true });
  });

  it('is made for a responder that came later', async () => {
    const answers = answering();
    const call = conversation({});
    collect(call.pipeline, (turn) => turn.reply());
    call.pipeline.use({ respond: answers.respond });
    await call.clock.advance(0);
    call.partial('раз');
    await call.clock.advance(600);
    expect(answers.asked.map(({ speculative }) => speculative)).toEqual([true]);
  });

  it('tells observers nothing of what a model told for an answer that was dropped', async () => {
    const { clock, partial, says, pipeline } = await talking();
    const told: number[] = [];
    pipeline.events.on('llm', ({ turnId }) => told.push(turnId!));
    partial('когда');
    await clock.advance(1000);
    says('сколько');
    await clock.advance(5000);
    expect(told).toEqual([0]);
  });

  it('is dropped with the call', async () => {
    const { clock, partial, pipeline, returned, asked } = await talking({}, 5000);
    partial('когда');
    await clock.advance(600);
    expect(asked).toHaveLength(1);
    void pipeline.close();
    await clock.advance(100);
    expect(asked[0]!.signal.aborted).toBe(true);
    expect(returned).toEqual(['когда']);
    expect(clock.pendingTimers).toBe(0);
  });
});
