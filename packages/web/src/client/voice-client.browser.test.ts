import { pcmToSamples } from '@rechka/core';
import { encodeToneSpeech, ToneSpeechDecoder } from '@rechka/emulator';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from './test-support/chromium.js';
import { pageFiles } from './test-support/page-files.js';
import type { TestPageOptions } from './test-support/test-page.js';
import { TestPeer, type TestPeerOptions } from './test-support/test-peer.js';

const microphoneRateHz = 48_000;
/** Until the page is connected what its microphone hears is nobody's. */
const lead = new Int16Array(2.5 * microphoneRateHz);
const said = 'раз два три четыре пять шесть семь восемь';
const answer = 'мы работаем с девяти до восьми';

function speak(text: string, voice: 'a' | 'b', sampleRateHz: number): Int16Array {
  return encodeToneSpeech(text, { voice, sampleRateHz }).samples;
}

function wordsIn(samples: Int16Array, sampleRateHz: number, voice: 'a' | 'b'): string {
  const decoder = new ToneSpeechDecoder({ sampleRateHz });
  return [...decoder.push(samples), ...decoder.flush()]
    .filter((word) => word.voice === voice)
    .map((word) => (word.kind === 'word' ? word.text : '?'))
    .join(' ');
}

describe.skipIf(chromiumPath === undefined)('the client in Chromium', () => {
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let files: Awaited<ReturnType<typeof pageFiles>>;
  let peer: TestPeer | undefined;
  let page: Page | undefined;
  let pageErrors: Error[];

  beforeAll(async () => {
    const samples = Int16Array.from([...lead, ...speak(said, 'a', microphoneRateHz)]);
    [browser, files] = await Promise.all([
      launchChromium({ samples, rateHz: microphoneRateHz }),
      pageFiles(),
    ]);
  });

  beforeEach(() => (pageErrors = []));

  afterEach(async () => {
    expect(pageErrors).toEqual([]);
    await page?.close();
    await peer?.close();
    page = peer = undefined;
  });

  afterAll(async () => browser.close());

  async function open(options: TestPageOptions = {}, peerOptions: TestPeerOptions = {}) {
    peer = await TestPeer.start({ ...peerOptions, files });
    page = await browser.context.newPage();
    page.on('pageerror', (error) => pageErrors.push(error));
    await allowMicrophone(true);
    await page.goto(`${peer.url}/#${encodeURIComponent(JSON.stringify(options))}`);
    return { peer, page };
  }

  /** What the person chooses in the settings of the page. */
  async function allowMicrophone(allowed: boolean): Promise<void> {
    // All pages of the context are asked for; there is one at a time.
    if (allowed) await browser.context.grantPermissions(['microphone'], { origin: peer?.url ?? '' });
    else await browser.context.clearPermissions();
  }

  /** Clicks the button as a person does; `undefined` if the conversation began. */
  async function start(shown: Page): Promise<string | undefined> {
    await shown.click('#start');
    return shown.evaluate(() => window.page.started);
  }

  async function played(shown: Page): Promise<{ samples: Int16Array; rateHz: number }> {
    const { base64, rateHz } = await shown.evaluate(() => window.page.recorded());
    return { samples: pcmToSamples(Buffer.from(base64, 'base64')), rateHz };
  }

  const micMs = (ms: number) => (ms * 16_000) / 1000;

  // A machine with much else to do makes the browser's own audio skip now and then: hence the second chances.
  it('captures what was said, over a cut connection', { retry: 2 }, async () => {
    const { peer, page } = await open();
    expect(await start(page)).toBeUndefined();
    expect(peer.session.hellos[0]).toMatchObject({ micRateHz: 16_000, echoCanceller: true });
    await peer.until(() => peer.session.microphone.length > micMs(3000), 'three seconds of sound');
    peer.cut();
    await peer.until(() => peer.session.hellos.length === 2, 'a second socket');
    await peer.until(() => peer.session.microphone.length > micMs(7500), 'the rest of the sound');
    expect(wordsIn(Int16Array.from(peer.session.microphone), 16_000, 'a')).toBe(said);
    expect(peer.session.lostSamples).toBe(0);
  });

  it(
    'plays what was sent through a stall of the page, and says when it was heard',
    { retry: 2 },
    async () => {
      const { peer, page } = await open();
      expect(await start(page)).toBeUndefined();
      const speech = speak(answer, 'b', peer.speechRateHz);
      peer.say(speech);
      await peer.until(() => (peer.last('heard')?.seq ?? 0) > 0, 'the first report');
      await page.evaluate(() => {
        const until = performance.now() + 800;
        while (performance.now() < until);
      });
      await peer.until(() => peer.last('heard')?.seq === speech.length, 'the report of the last sample');
      const { samples, rateHz } = await played(page);
      expect(wordsIn(samples, rateHz, 'b')).toBe(answer);
      expect(await page.evaluate(() => window.page.client.figures.underruns)).toBe(0);
      const seqs = peer.session.messages.flatMap((message) =>
        message.type === 'heard' ? [message.seq] : [],
      );
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    },
  );

  it('falls silent when told, and says how much was heard', async () => {
    const { peer, page } = await open();
    expect(await start(page)).toBeUndefined();
    const speech = speak(answer, 'b', peer.speechRateHz);
    peer.say(speech);
    await peer.until(() => (peer.last('heard')?.seq ?? 0) > peer.speechRateHz / 2, 'half a second heard');
    peer.send({ type: 'flush', stream: peer.stream });
    await peer.until(() => peer.last('flushed') !== undefined, 'an answer to the flush');
    const flushed = peer.last('flushed')!;
    expect(flushed.stream).toBe(peer.stream);
    expect(flushed.seq).toBeGreaterThan(peer.speechRateHz / 2);
    expect(flushed.seq).toBeLessThan(speech.length);
    // What follows is another stream; of the first one nothing more is heard.
    peer.say(speak('да', 'b', peer.speechRateHz));
    await peer.until(() => peer.last('heard')?.stream === peer.stream, 'the next speech');
    await peer.until(() => peer.last('heard')!.seq > 6000, 'the end of it');
    const { samples, rateHz } = await played(page);
    const words = wordsIn(samples, rateHz, 'b').split(' ');
    expect(words.at(-1)).toBe('да');
    expect(
      answer.startsWith(
        words
          .filter((word) => word !== '?')
          .slice(0, -1)
          .join(' '),
      ),
    ).toBe(true);
    const sounding = samples.reduce((count, sample) => count + (sample === 0 ? 0 : 1), 0) / rateHz;
    expect(sounding).toBeLessThan(flushed.seq / peer.speechRateHz + 0.5);
  });

  it('carries what the person does and shows what the server tells', async () => {
    const { peer, page } = await open({ settings: { voice: 'marina' } });
    expect(await start(page)).toBeUndefined();
    expect(peer.tokens).toEqual(['secret']);
    expect(peer.session.hellos[0]!.settings).toEqual({ voice: 'marina' });
    await page.evaluate(() => {
      const { client } = window.page;
      client.sendText('сколько стоит стрижка');
      client.sendDtmf('5');
      client.interrupt();
      client.setSettings({ voice: 'anton' });
      client.mute(true);
    });
    await peer.until(() => peer.session.commands.length === 5, 'five commands');
    expect(peer.session.commands).toEqual([
      { type: 'text', text: 'сколько стоит стрижка' },
      { type: 'dtmf', digit: '5' },
      { type: 'interrupt' },
      { type: 'settings', settings: { voice: 'anton' } },
      { type: 'microphone', state: 'muted' },
    ]);
    peer.event({ type: 'state', state: 'thinking' });
    peer.event({ type: 'transcript-partial', utterance: 0, text: 'доб', stableChars: 0 });
    peer.event({
      type: 'transcript-final',
      utterance: 0,
      index: 0,
      text: 'добрый день',
      startMs: 0,
      endMs: 900,
    });
    await peer.until(() => peer.session.lastAckedEvent === 3, 'the events acknowledged');
    const state = await page.evaluate(() => window.page.client.state);
    expect(state).toMatchObject({ connection: 'connected', microphone: 'on', muted: true, bot: 'thinking' });
    expect(state.transcript).toMatchObject([{ from: 'caller', text: 'добрый день', partial: '' }]);
    // What had been captured before may still have been on its way from the audio thread.
    await page.waitForTimeout(300);
    const capturedSamples = peer.session.microphone.length;
    await page.waitForTimeout(300);
    expect(peer.session.microphone.length, 'heard though muted').toBe(capturedSamples);
    await page.evaluate(() => window.page.client.mute(false));
    await peer.until(() => peer.session.microphone.length > capturedSamples, 'sound after unmuting');
    await page.evaluate(() => window.page.client.stop());
    await peer.until(() => peer.last('bye') !== undefined, 'the goodbye');
  });

  it('says in a code why it cannot listen, and goes on in writing if it may', async () => {
    const { peer, page } = await open({ requireMicrophone: false });
    await allowMicrophone(false);
    expect(await start(page)).toBeUndefined();
    const denied = await page.evaluate(() => {
      const { microphone, error } = window.page.client.state;
      return { microphone, code: error?.code };
    });
    expect(denied).toEqual({ microphone: 'lost', code: 'ERR_MICROPHONE_DENIED' });
    await peer.until(() => peer.session.commands.length === 1, 'word of the microphone');
    expect(peer.session.commands).toEqual([{ type: 'microphone', state: 'off' }]);
    // The person allows it after all: it is taken up without another click.
    await allowMicrophone(true);
    await peer.until(() => peer.session.microphone.length > 0, 'sound');
    expect(peer.session.commands.at(-1)).toEqual({ type: 'microphone', state: 'on' });
    expect(await page.evaluate(() => window.page.client.state.error)).toBeUndefined();
    // And takes the permission back while it is in use.
    await allowMicrophone(false);
    await peer.until(() => peer.session.commands.length === 3, 'word of the microphone');
    expect(peer.session.commands.at(-1)).toEqual({ type: 'microphone', state: 'off' });
    expect(await page.evaluate(() => window.page.client.state.connection)).toBe('connected');
  });

  it('goes on from what was heard when the audio of the browser breaks down', async () => {
    const { peer, page } = await open();
    expect(await start(page)).toBeUndefined();
    const speech = speak(answer, 'b', peer.speechRateHz);
    peer.say(speech);
    await peer.until(() => (peer.last('heard')?.seq ?? 0) > peer.speechRateHz, 'a second heard');
    const captured = peer.session.microphone.length;
    await page.evaluate(() => (window.page.client.output?.context as AudioContext).close());
    await peer.until(() => peer.last('heard')?.seq === speech.length, 'all of it heard');
    await peer.until(() => peer.session.microphone.length > captured + micMs(500), 'more of the microphone');
    const state = await page.evaluate(() => window.page.client.state);
    expect(state).toMatchObject({ sound: 'playing', microphone: 'on', connection: 'connected' });
  });

  it('fails without a microphone where it needs one', async () => {
    const { peer, page } = await open();
    await allowMicrophone(false);
    expect(await start(page)).toBe('ERR_MICROPHONE_DENIED');
    const state = await page.evaluate(() => window.page.client.state);
    expect(state).toMatchObject({ connection: 'idle', microphone: 'off', sound: 'stopped' });
    expect(peer.session.hellos).toEqual([]);
  });

  it('can be stopped before it has begun, and started again', async () => {
    const { peer, page } = await open();
    const outcome = await page.evaluate(async () => {
      const { client } = window.page;
      const codeOf = (error: unknown) => (error as { code?: string }).code;
      const starting = client.start().then(() => 'began', codeOf);
      const second = await client.start().catch(codeOf);
      await client.stop();
      return { first: await starting, second, state: client.state };
    });
    expect(outcome).toMatchObject({
      first: 'ERR_ABORTED',
      second: 'ERR_MISUSE',
      state: { connection: 'ended', microphone: 'off', sound: 'stopped' },
    });
    expect(await start(page)).toBeUndefined();
    await peer.until(() => peer.session.microphone.length > 0, 'sound');
  });

  it('tells that the browser wants a click', async () => {
    const { page } = await open({ requireMicrophone: false, startAtOnce: true });
    expect(await page.evaluate(() => window.page.started)).toBe('ERR_AUTOPLAY_BLOCKED');
  });

  it('lives with a strict Content-Security-Policy if given the file', async () => {
    const headers = { 'content-security-policy': "script-src 'self'" };
    const blocked = await open({}, { headers });
    expect(await start(blocked.page)).toBe('ERR_WORKLET_BLOCKED');
    await blocked.page.close();
    await blocked.peer.close();
    const { peer, page } = await open({ workletUrl: '/worklet.js' }, { headers });
    expect(await start(page)).toBeUndefined();
    await peer.until(() => peer.session.microphone.length > 0, 'sound');
  });
});
