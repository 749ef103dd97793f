import { describe, expect, it } from 'vitest';
import { Timeline } from '../audio/timeline.js';
import { EchoGuard } from '../echo/echo-guard.js';
import { LineLevels } from '../echo/line-levels.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import { plainLanguage } from '../testing/plain-language.js';
import { guarded, type Guard } from './guard.js';
import { minimumVoiced } from './minimum-voiced.js';
import type { UtteranceSoFar } from './utterance-hold.js';
import { withoutBackchannels } from './without-backchannels.js';
import { withoutEcho } from './without-echo.js';

/** What a recogniser tells of someone who says `text` between the positions, word by word. */
function said(utterance: number, text: string, startMs: number, endMs: number): SttEvent[] {
  const texts = text.split(' ');
  const wordMs = (endMs - startMs) / texts.length;
  const words = texts.map((word, place) => ({
    text: word,
    startMs: startMs + place * wordMs,
    endMs: startMs + (place + 1) * wordMs,
  }));
  const partials = words.map(({ endMs: throughMs }, place): SttEvent => {
    const part = texts.slice(0, place + 1).join(' ');
    return { type: 'transcript-partial', utterance, text: part, stableChars: 0, throughMs };
  });
  return [
    { type: 'speech-start', utterance, atMs: startMs },
    ...partials,
    { type: 'transcript-final', utterance, index: utterance, text, words, startMs, endMs },
    { type: 'transcript-refined', index: utterance, text: `${text}.` },
    { type: 'utterance-end', utterance, atMs: endMs, cause: 'classifier' },
  ];
}

/** As they come: the refinement of a final may come after the end of its utterance. */
function refinedLate(events: SttEvent[]): SttEvent[] {
  const isRefinement = ({ type }: SttEvent) => type === 'transcript-refined';
  return [...events.filter((event) => !isRefinement(event)), ...events.filter(isRefinement)];
}

async function through(guards: readonly Guard[], ...events: SttEvent[]): Promise<SttEvent[]> {
  const heard: SttEvent[] = [];
  async function* all() {
    yield* events;
  }
  for await (const event of guarded(all(), guards)) heard.push(event);
  return heard;
}

const finals = (events: readonly SttEvent[]) =>
  events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []));

describe('guarded', () => {
  it('changes nothing without guards', async () => {
    const events = said(0, 'добрый день', 0, 900);
    expect(await through([], ...events)).toEqual(events);
  });

  it('lets each guard see what the one before lets through', async () => {
    const seen: string[] = [];
    const noting: Guard = (event) => {
      seen.push(event.type);
      return [event];
    };
    const nothing: Guard = () => [];
    await through([noting, nothing, noting], ...said(0, 'да', 0, 300));
    expect(seen).toHaveLength(5);
  });

  it('leaves the events when it is left', async () => {
    let left = false;
    async function* all(): AsyncGenerator<SttEvent> {
      try {
        yield* said(0, 'добрый день', 0, 900);
      } finally {
        left = true;
      }
    }
    for await (const event of guarded(all(), [])) if (event.type === 'speech-start') break;
    expect(left).toBe(true);
  });
});

describe('minimumVoiced', () => {
  it('drops an utterance that is too short whole, with its refinement, and tells of it', async () => {
    const dropped: UtteranceSoFar[] = [];
    const cough = refinedLate(said(0, 'кх', 0, 150));
    const speech = said(1, 'добрый день', 1000, 1900);
    const guard = minimumVoiced({ ms: 200, dropped: (utterance) => dropped.push(utterance) });
    const heard = await through([guard], ...cough, ...speech);
    expect(heard.every((event) => !('utterance' in event) || event.utterance === 1)).toBe(true);
    expect(heard).not.toContainEqual(expect.objectContaining({ type: 'transcript-refined', index: 0 }));
    expect(finals(heard)).toEqual(['добрый день']);
    expect(heard.filter(({ type }) => type === 'speech-start')).toHaveLength(1);
    expect(dropped.map(({ text }) => text)).toEqual(['кх']);
  });

  it('lets through what grows to be long enough, from its start', async () => {
    const events = said(0, 'да я слушаю вас', 0, 1200);
    const heard = await through([minimumVoiced({ ms: 500 })], ...events);
    expect(heard[0]).toEqual(events[0]);
    expect(heard.slice(-3)).toEqual(events.slice(-3));
  });

  it('counts voice, not the silence in between, where it knows how loud the line was', async () => {
    const levels = new LineLevels();
    for (let at = 0; at < 4000; at += 20) {
      const isVoice = (at >= 1000 && at < 1100) || (at >= 2000 && at < 2600);
      levels.add({ startAtMs: at, endAtMs: at + 20, levelDbfs: isVoice ? -20 : -70 });
    }
    const events = [...said(0, 'кх', 1000, 1600), ...said(1, 'алло', 2000, 2600)];
    expect(finals(await through([minimumVoiced({ ms: 200, levels })], ...events))).toEqual(['алло']);
  });

  it('drops noise without words, however little voice it asks for', async () => {
    const noise: SttEvent[] = [
      { type: 'speech-start', utterance: 0, atMs: 100 },
      { type: 'utterance-end', utterance: 0, atMs: 900, cause: 'classifier' },
    ];
    expect(await through([minimumVoiced({ ms: 0 })], ...noise)).toEqual([]);
  });

  it('refuses what is no duration', () => {
    expect(() => minimumVoiced({ ms: -1 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error,
    );
  });
});

describe('withoutBackchannels', () => {
  const language = plainLanguage({ backchannels: ['угу', 'да'], fillers: ['ну'] });

  it('drops what only confirms, while the bot speaks', async () => {
    let speaks = true;
    const guard = withoutBackchannels({ language, botSpeaks: () => speaks });
    const events = [
      ...said(0, 'ну угу', 0, 500),
      ...said(1, 'да да', 1000, 1500),
      ...said(2, 'угу а сколько стоит', 2000, 3000),
    ];
    expect(finals(await through([guard], ...events))).toEqual(['угу а сколько стоит']);
    speaks = false;
    expect(finals(await through([guard], ...said(3, 'угу', 4000, 4300)))).toEqual(['угу']);
  });

  it('drops noise without words, though the bot is silent', async () => {
    const guard = withoutBackchannels({ language, botSpeaks: () => false });
    const events = said(0, 'угу', 0, 500).filter(
      ({ type }) => type === 'speech-start' || type === 'utterance-end',
    );
    expect(await through([guard], ...events)).toEqual([]);
  });

  it('lets an utterance through from its start', async () => {
    const events = said(0, 'угу а сколько', 0, 900);
    const heard = await through([withoutBackchannels({ language })], ...events);
    expect(heard.map(({ type }) => type)).toEqual([
      'speech-start',
      'transcript-partial',
      'transcript-partial',
      'transcript-final',
      'transcript-refined',
      'utterance-end',
    ]);
  });
});

describe('withoutEcho', () => {
  /** A bot that says «завтра свободно вечером» from 1 s on. */
  function line() {
    const timeline = new Timeline(0);
    timeline.advance(10_000, 10_000);
    const guard = new EchoGuard();
    for (const [place, text] of ['завтра', 'свободно', 'вечером'].entries())
      guard.spoke({ text, startAtMs: 1000 + place * 500, endAtMs: 1450 + place * 500 });
    return withoutEcho(guard, timeline);
  }

  it('drops the bot’s own voice whole', async () => {
    expect(await through([line()], ...said(0, 'завтра свободно вечером', 1100, 2550))).toEqual([]);
  });

  it('leaves the caller’s words of what was heard, with their times, and not the refinement of the whole', async () => {
    const events = said(0, 'завтра свободно вечером погодите минуту', 1100, 3600);
    const heard = await through([line()], ...events);
    const final = heard.find((event) => event.type === 'transcript-final');
    expect(final).toMatchObject({ text: 'погодите минуту', startMs: 2600, endMs: 3600 });
    expect(final?.words.map(({ text }) => text)).toEqual(['погодите', 'минуту']);
    // By the partial in which the first of them showed.
    const [start] = heard;
    expect(start?.type === 'speech-start' && start.atMs).toBeGreaterThan(2200);
    expect(start?.type === 'speech-start' && start.atMs).toBeLessThanOrEqual(2600);
    expect(heard.at(-1)).toMatchObject({ type: 'utterance-end', utterance: 0 });
    expect(heard.some(({ type }) => type === 'transcript-refined')).toBe(false);
  });

  it('keeps partials back that may be an echo, and no final that may be one', async () => {
    const heard = await through([line()], ...said(0, 'завтра свободно вечером дом', 1100, 3050));
    expect(heard.map(({ type }) => type)).toEqual(['speech-start', 'transcript-final', 'utterance-end']);
    expect(finals(heard)).toEqual(['дом']);
  });

  it('promises no more stable characters than it leaves', async () => {
    const events = said(0, 'завтра свободно вечером погодите минуту', 1100, 3600).map((event) =>
      event.type === 'transcript-partial' ? { ...event, stableChars: event.text.length } : event,
    );
    const partials = (await through([line()], ...events)).filter((one) => one.type === 'transcript-partial');
    expect(partials.map(({ text, stableChars }) => [text, stableChars])).toEqual([
      ['погодите', 8],
      ['погодите минуту', 15],
    ]);
  });

  it('lets the caller through when the bot is silent', async () => {
    const events = said(0, 'завтра свободно', 8000, 9000);
    expect(await through([line()], ...events)).toEqual(events);
  });

  it('wants to know whose language it is', () => {
    for (const language of [undefined, null])
      expect(() => withoutBackchannels({ language } as never)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
      );
  });

  it('goes together with the others', async () => {
    const guards = [line(), withoutBackchannels({ language: plainLanguage() }), minimumVoiced({ ms: 200 })];
    const heard = await through(
      guards,
      ...said(0, 'завтра свободно вечером', 1100, 2550),
      ...said(1, 'угу', 4000, 4300),
      ...said(2, 'кх', 5000, 5100),
      ...said(3, 'запишите меня', 6000, 7000),
    );
    expect(finals(heard)).toEqual(['запишите меня']);
  });
});
