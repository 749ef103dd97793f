import { describe, it } from 'vitest';
import { collect, conversation, format } from './scripted-conversation.js';
import { EchoGuard } from '../echo/echo-guard.js';
import { manualClock } from '../testing/manual-clock.js';
import { pacedSink } from '../audio/paced-sink.js';
const seen = (c: any, turns: any[]) => JSON.stringify(c.events.map((e: any) => [e.type, e.text ?? e.reply?.status, e.reply?.heardMs, e.reply?.error?.code])) + ' TURNS ' + JSON.stringify(turns.map((t: any) => t.text)) + ' timers ' + c.clock.pendingTimers;
const story = 'один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать';
describe('zz', () => {
  for (const delay of [150, 2500]) it('slow clear', async () => {
    const clock = manualClock();
    const inner = pacedSink({ format, clock, send: () => undefined });
    const sink = { format, aheadMs: inner.aheadMs, write: (d: any) => inner.write(d), drain: (o: any) => inner.drain(o), get heardMs() { return inner.heardMs; },
      clear: async () => { await new Promise<void>((r) => clock.setTimeout(r, delay)); return inner.clear(); } };
    const c = conversation({}, { output: sink } as any, clock);
    const { turns } = collect(c.pipeline, (t) => t.reply(story));
    c.says('считай');
    await clock.advance(900);
    c.partial('э', 100); await clock.advance(50); c.partial('', 100); c.fallsSilent();
    await clock.advance(12000);
    console.log('C', delay, inner.heardMs, seen(c, turns));
  });
  for (const echoHeard of [false, true]) it('irreversible tool: callerSilent and echo', async () => {
    const log: string[] = []; const guard = new EchoGuard();
    const judge = guard.judge.bind(guard);
    guard.judge = (t) => { const v = judge(t); log.push(v.verdict); return v; };
    let at: number | undefined;
    const c = conversation({ echo: guard });
    const said = (async () => { for await (const t of c.pipeline.turns()) {
      await t.reply((async function* (ctx: any) { yield story + '. '; await ctx.callerSilent(300, ctx.signal); at = c.clock.now(); yield 'Готово'; }) as any);
    } })();
    c.says('считай'); await c.clock.advance(600);
    for (let i = 0; i < 15; i++) {
      const now = c.clock.now();
      const n = story.slice(0, Math.floor((now - 300) / 50)).split(' ').length - 1;
      if (n > 0 && echoHeard) {
        if (i < 3) c.ears.push({ type: 'speech-start', utterance: 1, atMs: 250 });
        c.ears.push({ type: 'transcript-partial', utterance: 1, text: story.split(' ').slice(0, n).join(' '), stableChars: 0, throughMs: now });
      }
      await c.clock.advance(200);
    }
    c.ears.push({ type: 'utterance-end', utterance: 1, atMs: 0, cause: 'classifier' });
    await c.clock.advance(6000);
    console.log('I echoHeard', echoHeard, 'tool began at', at, log.join(','), seen(c, []));
    void said;
  });
});
