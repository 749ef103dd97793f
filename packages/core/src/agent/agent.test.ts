import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import type { Message } from '../ports/language-model.js';
import { agent, type AgentOptions } from './agent.js';
import { memoryIdempotency, type IdempotencyStore } from './idempotency.js';
import { ScriptedConversation, scriptedModel } from './scripted-turns.js';
import { tool, type ToolContext, type ValidatedToolOptions } from './tool.js';

interface Slot {
  day: string;
}

/** The world outside: it counts what has really been booked. */
class Calendar {
  readonly booked: string[] = [];
  /** Contexts of the handlers that have begun. */
  readonly begun: ToolContext[] = [];
}

function bookingTool(
  calendar: Calendar,
  options: Partial<ValidatedToolOptions<Slot>> & {
    takesMs?: number;
    clock?: ScriptedConversation['clock'];
  } = {},
) {
  const { takesMs, clock, ...rest } = options;
  return tool<Slot>({
    name: 'book',
    description: 'Books a day.',
    parameters: { type: 'object' },
    validate: ({ day }) => {
      if (typeof day !== 'string') throw new Error('day: expected a date');
      return { day };
    },
    run: async ({ day }, context) => {
      calendar.begun.push(context);
      if (takesMs !== undefined) await new Promise<void>((resolve) => clock?.setTimeout(resolve, takesMs));
      calendar.booked.push(day);
      return `booked ${day}`;
    },
    ...rest,
  });
}

const call = (day: unknown = 'friday', name = 'book') => ({ name, arguments: { day } });

/** A model that calls `book` once in each turn, then says what it was told. */
const booksOnceATurn = (day: unknown = 'friday') =>
  scriptedModel((messages) => {
    const last = messages.at(-1);
    return last?.role === 'tool' ? [last.results.map(({ content }) => content).join(' ')] : [call(day)];
  });

function setUp(options: AgentOptions & { model?: ReturnType<typeof scriptedModel> } = {}) {
  const talk = new ScriptedConversation();
  const model = options.model ?? booksOnceATurn();
  const respond = agent(model, { clock: talk.clock, ...options });
  return { talk, model, respond, settle: () => talk.settle() };
}

const statusOf = (content: string) => (JSON.parse(content) as { status: string }).status;

describe('agent', () => {
  it('asks with its instructions and tools, and passes the text on as it comes', async () => {
    const calendar = new Calendar();
    const { talk, model, respond, settle } = setUp({
      instructions: 'Be brief.',
      tools: [bookingTool(calendar)],
      model: scriptedModel(() => ['Hello', ', caller.']),
    });
    const turn = talk.turn(respond, 'hi');
    await settle();
    expect(turn.text()).toBe('Hello, caller.');
    expect(turn.over()).toEqual({ error: undefined });
    const [{ messages, options }] = model.asked as [(typeof model.asked)[0]];
    expect(messages).toEqual([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'hi' },
    ]);
    expect(options.tools?.map(({ name }) => name)).toEqual(['book']);
    expect(options.priority).not.toBe('speculative');
  });

  it('runs what the model calls, and asks it again with the results', async () => {
    const calendar = new Calendar();
    const model = scriptedModel((_, round) => (round === 1 ? ['One moment.', call()] : ['Booked.']));
    const { talk, respond, settle } = setUp({ tools: [bookingTool(calendar)], model });
    const turn = talk.turn(respond, 'friday, please');
    await settle();
    expect(calendar.booked).toEqual(['friday']);
    expect(turn.text()).toBe('One moment. Booked.');
    const toolCalls = [{ id: 'book-1-1', ...call() }];
    const results = [{ id: 'book-1-1', name: 'book', content: 'booked friday' }];
    expect(model.asked[1]!.messages).toEqual([
      { role: 'user', text: 'friday, please' },
      { role: 'assistant', text: 'One moment.', toolCalls },
      { role: 'tool', results },
    ]);
    expect(talk.messages).toEqual([
      { role: 'user', text: 'friday, please' },
      { role: 'assistant', text: '', toolCalls },
      { role: 'tool', results },
      { role: 'assistant', text: 'One moment. Booked.' },
    ]);
  });

  it('runs the calls of one round side by side, and tells their results in order', async () => {
    const calendar = new Calendar();
    const model = scriptedModel((_, round) => (round === 1 ? [call('mon'), call('tue')] : ['ok']));
    const talk = new ScriptedConversation();
    const { clock } = talk;
    let left = 2;
    const slow = bookingTool(calendar, {
      // The first one takes longer.
      run: async ({ day }) => {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, (left -= 1) * 1000 + 1000));
        calendar.booked.push(day);
        return day;
      },
    });
    talk.turn(agent(model, { tools: [slow], clock }), 'both');
    await clock.advance(2000);
    expect(calendar.booked).toEqual(['tue', 'mon']);
    expect(talk.told).toEqual(['mon', 'tue']);
  });

  it('tells the model what was wrong with a call instead of running it', async () => {
    const calendar = new Calendar();
    const model = scriptedModel((_, round) =>
      round === 1 ? [call(5), call('friday', 'cancel'), call('monday')] : ['sorry'],
    );
    const { talk, respond, settle } = setUp({ tools: [bookingTool(calendar)], model });
    talk.turn(respond, 'friday');
    await settle();
    expect(calendar.booked).toEqual(['monday']);
    expect(talk.told.slice(0, 2).map((content) => JSON.parse(content) as object)).toMatchObject([
      { status: 'invalid', reason: 'day: expected a date' },
      { status: 'invalid', reason: 'there is no tool cancel' },
    ]);
    expect(talk.told[2]).toBe('booked monday');
  });

  it('tells results as text, JSON, or that it is done; what has no JSON is done all the same', async () => {
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    for (const [result, told, faults] of [
      ['at noon', 'at noon', 0],
      [{ hour: 12 }, '{"hour":12}', 0],
      [undefined, '{"status":"done"}', 0],
      [circular, '{"status":"done"}', 1],
    ] as const) {
      const { talk, respond, settle } = setUp({
        tools: [bookingTool(new Calendar(), { run: () => result })],
      });
      talk.turn(respond, 'friday');
      await settle();
      expect(talk.told).toEqual([told]);
      expect(talk.faults).toHaveLength(faults);
    }
  });

  it('gives the handler its key, its call and a voice', async () => {
    const calendar = new Calendar();
    const tools = [
      bookingTool(calendar, {
        run: async (_, context) => {
          calendar.begun.push(context);
          await context.say('One moment');
        },
      }),
    ];
    const { talk, respond, settle } = setUp({ tools });
    talk.turn(respond, 'friday');
    await settle();
    expect(talk.said).toEqual(['One moment']);
    expect(calendar.begun).toMatchObject([
      { callId: 'call', key: '["call","book","{\\"day\\":\\"friday\\"}"]' },
    ]);
  });
});

describe('what users of other frameworks complain about', () => {
  it('«a tool result lost on interruption books twice»', async () => {
    const calendar = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const model = booksOnceATurn();
    const tools = [bookingTool(calendar, { takesMs: 2000, clock, irreversible: true })];
    const respond = agent(model, { tools, clock });
    const first = talk.turn(respond, 'book friday');
    await clock.advance(500);
    first.interrupt();
    await clock.advance(100);
    expect(calendar.begun[0]!.signal.aborted, 'the interruption reached the handler').toBe(false);

    const impatient = talk.turn(respond, 'hello? book friday!');
    expect(statusOf(talk.told[0]!)).toBe('running');
    await clock.advance(5000);
    expect(calendar.booked).toEqual(['friday']);
    expect(impatient.text()).toBe('booked friday');

    talk.turn(respond, 'so, is it booked for friday?');
    await clock.advance(5000);
    expect(calendar.booked).toEqual(['friday']);
    expect(talk.told).toEqual(['booked friday', 'booked friday', 'booked friday']);
    const roles = talk.messages.map(({ role }) => role);
    // Nothing of the first answer was heard, but for its tools.
    expect(roles.slice(0, 5)).toEqual(['user', 'assistant', 'tool', 'user', 'assistant']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('«speculation runs side effects»', async () => {
    const calendar = new Calendar();
    const begins: string[] = [];
    const memory = memoryIdempotency();
    const idempotency: IdempotencyStore = {
      ...memory,
      begin: (key) => (begins.push(key), memory.begin(key)),
    };
    const { talk, model, respond, settle } = setUp({ tools: [bookingTool(calendar)], idempotency });
    const guess = talk.turn(respond, 'friday', { committed: false });
    await settle();
    expect(model.asked[0]!.options.priority).toBe('speculative');
    guess.interrupt();
    await settle();
    expect(guess.over(), 'a discarded guess goes on waiting').toBeDefined();
    guess.commit();
    await settle();
    expect([calendar.begun, begins, talk.told]).toEqual([[], [], []]);

    const right = talk.turn(respond, 'friday, please', { committed: false });
    await settle();
    expect([calendar.begun, begins, talk.told]).toEqual([[], [], []]);
    right.commit();
    await settle();
    expect(calendar.booked).toEqual(['friday']);
    expect(right.text()).toBe('booked friday');
    expect(model.asked.at(-1)!.options.priority).not.toBe('speculative');
  });

  it('«a stuck loop»: a model that only calls tools has to answer in the end', async () => {
    const calendar = new Calendar();
    const days = ['mon', 'tue', 'wed', 'thu', 'fri'];
    const obedient = scriptedModel((_, round) => (round > 3 ? ['Enough.'] : [call(days[round])]));
    const { talk, respond, settle } = setUp({
      tools: [bookingTool(calendar)],
      maxRounds: 3,
      model: obedient,
    });
    const turn = talk.turn(respond, 'all days');
    await settle();
    expect(obedient.asked.map(({ options }) => options.tools?.length ?? 0)).toEqual([1, 1, 1, 0]);
    expect(turn.text()).toBe('Enough.');

    const stubborn = scriptedModel((_, round) => [call(days[round])]);
    const again = setUp({ tools: [bookingTool(calendar)], maxRounds: 2, model: stubborn });
    const endless = again.talk.turn(again.respond, 'all days');
    await again.settle();
    expect(endless.over()).toMatchObject({ error: { code: 'ERR_PROTOCOL' } });
    expect(calendar.booked).toHaveLength(5);
  });
});

describe('a handler runs at most once for a key', () => {
  it('however often and however spelled the model calls it: in one round, a later one, a later turn', async () => {
    const calendar = new Calendar();
    const model = scriptedModel((_, round) =>
      round === 3 || round === 5
        ? ['ok']
        : [call('\u0439'), { name: 'book', arguments: { x: 1, day: '\u0438\u0306' } }],
    );
    const { talk, respond, settle } = setUp({ tools: [bookingTool(calendar)], model });
    talk.turn(respond, 'once');
    await settle();
    talk.turn(respond, 'and once more');
    await settle();
    expect(calendar.booked).toHaveLength(1);
    expect(talk.told).toEqual(Array.from({ length: 6 }, () => 'booked \u0439'));
  });

  it('but again for another input or another call, and by its own key where it has one', async () => {
    const calendar = new Calendar();
    const store = memoryIdempotency();
    for (const [callId, day, options] of [
      ['a', 'mon', {}],
      ['a', 'tue', {}],
      ['b', 'mon', {}],
      ['c', 'mon', { key: () => 'same' }],
      ['c', 'tue', { key: () => 'same' }],
    ] as const) {
      const talk = new ScriptedConversation(undefined, callId);
      const respond = agent(booksOnceATurn(day), {
        tools: [bookingTool(calendar, options)],
        idempotency: store,
      });
      talk.turn(respond, 'book');
      await talk.settle();
    }
    expect(calendar.booked).toEqual(['mon', 'tue', 'mon', 'mon']);
  });

  it('a failed one may be called again, and the developer is told why it failed', async () => {
    const calendar = new Calendar();
    let broken = true;
    const run = ({ day }: Slot) => {
      if (broken) throw new Error('the slot is taken');
      return calendar.booked.push(day);
    };
    const { talk, respond, settle } = setUp({ tools: [bookingTool(calendar, { run })] });
    talk.turn(respond, 'friday');
    await settle();
    expect(JSON.parse(talk.told[0]!)).toMatchObject({ status: 'failed', reason: 'the slot is taken' });
    expect(talk.faults).toMatchObject([{ message: 'the slot is taken' }]);
    broken = false;
    talk.turn(respond, 'try again');
    await settle();
    expect(talk.told[1]).toBe('1');
    expect(calendar.booked).toEqual(['friday']);
  });

  it('one that timed out is never run again, and is done as soon as it says so', async () => {
    const calendar = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const respond = agent(booksOnceATurn(), {
      tools: [bookingTool(calendar, { takesMs: 3000, clock, timeoutMs: 1000 })],
      clock,
    });
    const first = talk.turn(respond, 'friday');
    await clock.advance(999);
    expect(first.text()).toBe('');
    await clock.advance(1);
    expect(statusOf(first.text())).toBe('unknown');
    expect(calendar.begun[0]!.signal.reason).toMatchObject({ code: 'ERR_DEADLINE' });
    expect(talk.faults).toMatchObject([{ code: 'ERR_DEADLINE' }]);
    const second = talk.turn(respond, 'friday!');
    await clock.advance(100);
    expect(statusOf(second.text())).toBe('unknown');
    await clock.advance(3000);
    const third = talk.turn(respond, 'friday?');
    await clock.advance(0);
    expect(third.text()).toBe('booked friday');
    expect(talk.told).toEqual(['booked friday', expect.stringContaining('unknown'), 'booked friday']);
    expect(calendar.booked).toEqual(['friday']);
  });

  it('that it is done is not overwritten by a slow record that it was unknown', async () => {
    const calendar = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const memory = memoryIdempotency();
    const idempotency: IdempotencyStore = {
      ...memory,
      async finish(key, outcome) {
        const takesMs = outcome.status === 'unknown' ? 500 : 1;
        await new Promise<void>((resolve) => clock.setTimeout(resolve, takesMs));
        return memory.finish(key, outcome);
      },
    };
    const tools = [bookingTool(calendar, { takesMs: 1100, clock, timeoutMs: 1000 })];
    const respond = agent(booksOnceATurn(), { tools, clock, idempotency });
    talk.turn(respond, 'friday');
    await clock.advance(2000);
    const second = talk.turn(respond, 'friday?');
    await clock.advance(10);
    expect(second.text()).toBe('booked friday');
    expect(calendar.booked).toEqual(['friday']);
  });

  it('nor is one that does not know itself: it was stopped, or the other side did not answer', async () => {
    const stopped = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const run = (_: Slot, context: ToolContext) => {
      stopped.begun.push(context);
      return new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('fetch was aborted')));
      });
    };
    const respond = agent(booksOnceATurn(), {
      tools: [bookingTool(stopped, { run, timeoutMs: 500 })],
      clock,
    });
    for (const text of ['friday', 'friday!']) {
      talk.turn(respond, text);
      await clock.advance(1000);
    }
    expect(talk.told.map(statusOf)).toEqual(['unknown', 'unknown']);
    expect(stopped.begun).toHaveLength(1);
    expect(talk.faults, 'that it was stopped is no news').toMatchObject([{ code: 'ERR_DEADLINE' }]);

    let asked = 0;
    const silent = setUp({
      tools: [
        bookingTool(new Calendar(), {
          run: () => {
            asked += 1;
            throw new VoiceError({ code: 'ERR_DEADLINE', message: 'no answer from the calendar' });
          },
        }),
      ],
    });
    for (const text of ['friday', 'friday!']) {
      silent.talk.turn(silent.respond, text);
      await silent.settle();
    }
    expect(silent.talk.told.map(statusOf)).toEqual(['unknown', 'unknown']);
    expect(asked).toBe(1);
  });

  it('is not run where the store does not say that it may be, and is told where it cannot be recorded', async () => {
    const calendar = new Calendar();
    const down = () => Promise.reject(new Error('the store is down'));
    const cannotBegin = setUp({
      tools: [bookingTool(calendar)],
      idempotency: { begin: down, finish: async () => undefined },
    });
    cannotBegin.talk.turn(cannotBegin.respond, 'friday');
    await cannotBegin.settle();
    expect(calendar.booked).toEqual([]);
    expect(statusOf(cannotBegin.talk.told[0]!)).toBe('failed');
    expect(cannotBegin.talk.faults).toHaveLength(1);

    const cannotFinish = setUp({
      tools: [bookingTool(calendar)],
      idempotency: { ...memoryIdempotency(), finish: down },
    });
    for (const text of ['friday', 'friday!']) {
      cannotFinish.talk.turn(cannotFinish.respond, text);
      await cannotFinish.settle();
    }
    expect(cannotFinish.talk.told).toEqual(['booked friday', expect.stringContaining('unknown')]);
    expect(calendar.booked).toEqual(['friday']);
    expect(cannotFinish.talk.faults).toHaveLength(1);
  });

  it('is not run where the store does not answer in its time, and takes no key that comes later', async () => {
    const calendar = new Calendar();
    const store = memoryIdempotency();
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const { talk, respond, settle } = setUp({
      tools: [bookingTool(calendar)],
      idempotency: {
        begin: (key) => slow.then(() => store.begin(key)),
        finish: (key, outcome) => store.finish(key, outcome),
      },
    });
    talk.turn(respond, 'friday');
    await talk.clock.advance(15_000);
    await settle();
    expect(calendar.booked).toEqual([]);
    expect(statusOf(talk.told[0]!)).toBe('failed');
    expect(talk.faults).toMatchObject([{ code: 'ERR_DEADLINE' }]);
    answer();
    await settle();
    expect(calendar.booked).toEqual([]);
    // The key was given back: asked again, it is done.
    talk.turn(respond, 'friday!');
    await settle();
    expect(calendar.booked).toEqual(['friday']);
  });
});

describe('an irreversible tool', () => {
  it('waits until the caller has been silent for toolGraceMs, and others do not', async () => {
    const [now, later] = [new Calendar(), new Calendar()];
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const model = scriptedModel((_, round) => (round === 1 ? [call(), call('friday', 'pay')] : ['ok']));
    const tools = [bookingTool(now), bookingTool(later, { name: 'pay', irreversible: true })];
    talk.callerIsHeard();
    talk.turn(agent(model, { tools, clock, toolGraceMs: 300 }), 'friday');
    await clock.advance(200);
    talk.callerIsHeard();
    await clock.advance(299);
    expect([now.booked.length, later.booked.length]).toEqual([1, 0]);
    await clock.advance(1);
    expect(later.booked).toEqual(['friday']);
  });

  it('is not begun if the caller goes on, and may be called again', async () => {
    const calendar = new Calendar();
    const { talk, respond } = setUp({ tools: [bookingTool(calendar, { irreversible: true })] });
    const { clock } = talk;
    talk.callerIsHeard();
    const first = talk.turn(respond, 'friday');
    await clock.advance(399);
    first.interrupt();
    await clock.advance(5000);
    expect(calendar.begun).toEqual([]);
    expect(talk.told.map(statusOf)).toEqual(['not-run']);
    talk.turn(respond, 'yes, friday');
    await clock.advance(5000);
    expect(calendar.booked).toEqual(['friday']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not begun if the caller goes on while the store is asked', async () => {
    const calendar = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const memory = memoryIdempotency();
    const idempotency: IdempotencyStore = {
      ...memory,
      async begin(key) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100));
        return memory.begin(key);
      },
    };
    const respond = agent(booksOnceATurn(), {
      tools: [bookingTool(calendar, { irreversible: true })],
      idempotency,
      clock,
    });
    const first = talk.turn(respond, 'friday');
    await clock.advance(50);
    first.interrupt();
    await clock.advance(1000);
    expect(calendar.begun).toEqual([]);
    talk.turn(respond, 'friday after all');
    await clock.advance(1000);
    expect(calendar.booked).toEqual(['friday']);
    expect(talk.told.map((content) => content === 'booked friday' || statusOf(content))).toEqual([
      'not-run',
      true,
    ]);
  });
});

describe('the end of the conversation', () => {
  it('stops a handler, whose outcome is then unknown unless it still says', async () => {
    const calendar = new Calendar();
    const talk = new ScriptedConversation();
    const { clock } = talk;
    const store = memoryIdempotency();
    const respond = agent(booksOnceATurn(), {
      tools: [bookingTool(calendar, { takesMs: 1000, clock })],
      idempotency: store,
      clock,
    });
    const turn = talk.turn(respond, 'friday');
    await clock.advance(500);
    turn.interrupt();
    talk.close();
    await clock.advance(0);
    const [context] = calendar.begun;
    expect(context!.signal.reason).toBe('closed');
    expect(await store.begin(context!.key)).toEqual({ state: 'unknown' });
    expect(clock.pendingTimers, 'only the handler itself goes on').toBe(1);
    await clock.advance(500);
    expect(await store.begin(context!.key)).toEqual({ state: 'done', result: 'booked friday' });
    expect(talk.faults).toEqual([]);
  });
});

describe('the options of agent', () => {
  it('refuses what cannot work, by name', () => {
    const book = bookingTool(new Calendar());
    const model = scriptedModel(() => []);
    for (const [option, options] of [
      ['instructions', { instructions: '' }],
      ['tools', { tools: book }],
      ['tools', { tools: [{ name: 'book' }] }],
      ['tools', { tools: [null] }],
      ['tools', { tools: [book, bookingTool(new Calendar())] }],
      ['maxRounds', { maxRounds: 0 }],
      ['toolGraceMs', { toolGraceMs: -1 }],
      ['idempotency', { idempotency: {} }],
      ['idempotency', { idempotency: null }],
      ['clock', { clock: { now: () => 0 } }],
      ['options', null],
    ] as [string, object][]) {
      expect(() => agent(model, options), JSON.stringify(options)).toThrow(
        expect.objectContaining({
          code: 'ERR_INVALID_OPTION',
          message: expect.stringContaining(`Option ${option} `) as string,
        }),
      );
    }
    expect(() => agent({} as never)).toThrow(/Option llm /);
  });

  it('leaves the messages it was given alone', async () => {
    const { talk, respond, settle, model } = setUp({ tools: [bookingTool(new Calendar())] });
    talk.turn(respond, 'friday');
    await settle();
    const roles = (messages: readonly Message[]) => messages.map(({ role }) => role);
    expect(model.asked.map(({ messages }) => roles(messages))).toEqual([
      ['user'],
      ['user', 'assistant', 'tool'],
    ]);
  });
});
