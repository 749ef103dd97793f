import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacedSink } from '../audio/paced-sink.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import { manualClock } from '../testing/manual-clock.js';
import type { Reply } from './reply.js';
import { charMs, collect, conversation, format } from './scripted-conversation.js';

/** What callers hear of it, and what it costs them, when the bot is talked over at any moment. */
const story = 'Первое слово было длинным. Потом пришло второе, короткое. И вот третье предложение. Конец.';
const cut = fc.record({ atMs: fc.integer({ min: 100, max: story.length * charMs }), forMs: fc.nat(1500) });

/** How many words of the story a text has. */
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;

/** The word of the story that was the last to sound to its middle when `heardMs` had been heard. */
function wordsHeardAt(heardMs: number): number {
  return [...story.matchAll(/\S+/g)].filter(
    ({ 0: word, index }) => (index + word.length / 2) * charMs <= heardMs,
  ).length;
}

/** A voice that does not say which word is where, and does not speak evenly. */
function untimedVoice(clock: ReturnType<typeof manualClock>, unevenness: readonly number[]): TextToSpeech {
  return {
    formats: [format],
    async *speak(text): AsyncGenerator<TtsEvent> {
      let chars = 0;
      let endMs = 0;
      for await (const segment of text) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100));
        const pieces = [...segment.matchAll(/\S+\s*/g)].map(({ 0: word }, at) =>
          Math.round(word.length * charMs * (1 + (unevenness[at % unevenness.length] ?? 0))),
        );
        const startMs = endMs;
        for (const ms of pieces) endMs += ms;
        yield { type: 'alignment', charStart: chars, charEnd: chars + segment.length, startMs, endMs };
        for (const ms of pieces) yield { type: 'audio', data: new Uint8Array(ms * 16) };
        chars += segment.length;
      }
    },
  };
}

describe('what users of other frameworks complain about', () => {
  it('«the agent goes silent after an interruption»: whoever talks over it at any moment is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 6 }), async (cuts) => {
        const call = conversation();
        const replies: Reply[] = [];
        const { turns } = collect(call.pipeline, async (turn) => replies.push(await turn.reply(story)));
        call.says('начало');
        for (const [at, { atMs, forMs }] of cuts.entries()) {
          await call.clock.advance(atMs);
          call.partial(`подождите ${at}`, 400);
          await call.clock.advance(forMs);
          call.says(`подождите ${at}`);
        }
        await call.clock.advance(60_000);
        const taken = turns.map(({ text }) => text).join(' ');
        for (const at of cuts.keys()) expect(taken).toContain(`подождите ${at}`);
        expect(replies).toHaveLength(turns.length);
        expect(replies.at(-1)).toMatchObject({ status: 'spoken', spoken: story });
      }),
      { numRuns: 150 },
    );
  });

  it('«history holds words never heard»: it ends with the word that was sounding', async () => {
    await fc.assert(
      fc.asyncProperty(cut, async ({ atMs }) => {
        const call = conversation();
        const { turns } = collect(call.pipeline, (turn) => turn.reply(turn.id === 0 ? story : 'Да.'));
        call.says('начало');
        await call.clock.advance(atMs);
        call.partial('стойте', 400);
        await call.clock.advance(50);
        const { heardMs } = call.sink;
        call.says('стойте');
        await call.clock.advance(3000);
        const [, said] = turns[1]!.messages;
        const heard = said?.role === 'assistant' ? said.text : '';
        expect(story.startsWith(heard)).toBe(true);
        // The voice counts the space after a word as part of it.
        expect(words(heard)).toBeGreaterThanOrEqual(wordsHeardAt(heardMs - charMs));
        expect(words(heard)).toBeLessThanOrEqual(wordsHeardAt(heardMs + charMs));
      }),
      { numRuns: 150 },
    );
  });

  it('without word timings it is right to within one word in nine cuts of ten, and says that it is not exact', async () => {
    const clock = manualClock();
    const errors: number[] = [];
    let random = 1;
    const next = () => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let trial = 0; trial < 200; trial += 1) {
      const unevenness = Array.from({ length: 5 }, () => (next() - 0.5) * 0.8);
      const call = conversation({ tts: untimedVoice(clock, unevenness) }, {}, clock);
      const { turns } = collect(call.pipeline, (turn) => turn.reply(turn.id === 0 ? story : 'Да.'));
      let reply: Reply | undefined;
      call.pipeline.events.on('reply-ended', (event) => (reply ??= event.reply));
      call.says('начало');
      await clock.advance(200 + next() * story.length * charMs * 0.8);
      call.partial('стойте', 400);
      await clock.advance(50);
      const { heardMs } = call.sink;
      call.says('стойте');
      await clock.advance(100);
      expect(turns.length).toBeGreaterThan(0);
      // What was truly heard, by the voice's own clock.
      let endMs = 0;
      let truth = 0;
      let spoken = 0;
      for (const segment of story.split(/(?<=\. )/)) {
        for (const [at, { 0: word }] of [...segment.matchAll(/\S+\s*/g)].entries()) {
          const ms = Math.round(word.length * charMs * (1 + unevenness[at % 5]!));
          if (endMs + ms / 2 <= heardMs) truth = spoken + 1;
          endMs += ms;
          spoken += 1;
        }
      }
      if (reply && reply.heardMs > 0 && reply.status === 'interrupted') {
        errors.push(Math.abs(words(reply.spoken) - truth));
        if (words(reply.spoken) > 0 && !/[.]$/.test(reply.spoken)) expect(reply.exact).toBe(false);
      }
      void call.pipeline.close();
      await clock.advance(1000);
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(150);
    const p90 = errors[Math.floor(errors.length * 0.9)];
    process.stdout.write(`      words wrong at a cut without timings: p90 ${p90}, worst ${errors.at(-1)}\n`);
    expect(p90).toBeLessThanOrEqual(1);
  });

  it('«it keeps playing after barge-in»: nothing is sent 100 ms after the decision', async () => {
    const latest: number[] = [];
    await fc.assert(
      fc.asyncProperty(cut, fc.constantFrom('voice', 'key', 'button'), async ({ atMs }, how) => {
        const clock = manualClock();
        let sentAtMs = 0;
        const sink = pacedSink({ format, clock, send: () => (sentAtMs = clock.now()) });
        const call = conversation({}, { output: sink }, clock);
        collect(call.pipeline, (turn) => (turn.id === 0 ? turn.reply(story) : Promise.resolve()));
        call.says('начало');
        await clock.advance(atMs);
        const decidedAtMs = clock.now();
        if (how === 'voice') call.partial('стойте', 400);
        if (how === 'key') call.signals.push({ type: 'dtmf', digit: '1' });
        if (how === 'button') call.signals.push({ type: 'interrupt' });
        await clock.advance(3000);
        latest.push(sentAtMs - decidedAtMs);
      }),
      { numRuns: 150 },
    );
    process.stdout.write(`      last frame after the decision: ${Math.max(...latest)} ms at most\n`);
    expect(Math.max(...latest)).toBeLessThanOrEqual(100);
  });
});
