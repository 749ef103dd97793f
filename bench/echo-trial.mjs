// A call on a line that gives the bot's voice back, in virtual time: real recognition and synthesis clients on the
// emulator, the bot's sound mixed into the caller's audio late and attenuated, EchoGuard judging each transcript.
import { EchoGuard, levelDbfs, msToBytes, pcm, pcmToSamples, samplesToPcm } from '@rechka/core';
import { encodeToneSpeech, startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { texts } from './echo-texts.mjs';
import { misheard } from './echo-mishearing.mjs';

const format = pcm(16_000);
const frameMs = 20;
const frameSamples = msToBytes(frameMs, format) / 2;
/** Silence between the bot's replies: long enough for the recogniser to end an utterance. */
const pauseMs = 2500;
/** How long the bot holds its tongue when it is unsure who spoke: the pipeline's default. */
const duckMs = 2000;
/** A verdict counts until so long after the caller's last sound. */
const graceMs = 2500;

/** A generator of its own, so that each trial is the same in every run. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** The words of a text as the recogniser writes them. */
function rawWords(text) {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  );
}

/** Whether a word was recognised, if with a wrong letter or without the last one, as the emulator mishears. */
function alike(heard, said) {
  if (heard === said || (said.length > 3 && heard === said.slice(0, -1))) return true;
  if (heard.length !== said.length || said.length < 3) return false;
  return [...said].filter((letter, place) => letter !== heard[place]).length <= 1;
}

/** How often the loudness of an unsteady voice changes its course. */
const courseMs = 250;

/** A voice whose loudness wanders as people's does: by `db` to either side of what it is on average, at random. */
function unsteady(samples, db, random) {
  if (db === 0) return samples;
  const every = (courseMs * format.sampleRateHz) / 1000;
  // The sum of three is near enough to a normal deviate, and never absurd.
  const nodes = Array.from(
    { length: Math.ceil(samples.length / every) + 2 },
    () => 2 * db * (random() + random() + random() - 1.5),
  );
  return samples.map((sample, at) => {
    const node = Math.floor(at / every);
    const part = at / every - node;
    const gainDb = nodes[node] * (1 - part) + nodes[node + 1] * part;
    return Math.max(-32_768, Math.min(32_767, Math.round(sample * 10 ** (gainDb / 20))));
  });
}

/** The bot's replies, each as samples and words with their times in it. */
async function synthesise(tts, language, replies) {
  const speeches = [];
  for (const reply of replies) {
    const text = language.speakable(reply).spoken;
    const chunks = [];
    const words = [];
    async function* once() {
      yield text;
    }
    for await (const event of tts.speak(once(), { format })) {
      if (event.type === 'audio') chunks.push(event.data);
      else words.push({ ...event, text: text.slice(event.charStart, event.charEnd) });
    }
    speeches.push({ samples: pcmToSamples(Buffer.concat(chunks)), words });
  }
  return speeches;
}

/** What the bot says, frame by frame: it can be held and taken up again from the word that was cut. */
class Bot {
  #speech;
  #position = 0;
  #told = 0;
  #heldUntilMs = Number.NEGATIVE_INFINITY;
  spokenMs = 0;

  constructor(guard) {
    this.guard = guard;
  }

  get speaking() {
    return this.#speech !== undefined;
  }

  /** Whether it is speaking and not held. */
  sounds(nowMs) {
    return this.speaking && nowMs >= this.#heldUntilMs;
  }

  say(speech) {
    this.#speech = speech;
    this.#position = this.#told = 0;
  }

  /** Says no more of this reply. */
  stop(nowMs) {
    if (!this.#speech) return;
    this.guard.silenced(nowMs);
    this.#speech = undefined;
  }

  /** Pauses; what was cut is said again from the start of its word. */
  hold(nowMs) {
    if (!this.sounds(nowMs)) return;
    const atMs = this.#positionMs;
    this.#heldUntilMs = nowMs + duckMs;
    this.guard.silenced(nowMs);
    const cut = this.#speech.words.findIndex(({ endMs }) => endMs > atMs);
    if (cut < 0 || this.#speech.words[cut].startMs >= atMs) return;
    this.#told = cut;
    this.#position = Math.floor((this.#speech.words[cut].startMs * format.sampleRateHz) / 1000);
  }

  /** Says the rest, if it was held. */
  goOn(nowMs) {
    this.#heldUntilMs = Math.min(this.#heldUntilMs, nowMs);
  }

  get #positionMs() {
    return (this.#position * 1000) / format.sampleRateHz;
  }

  /** The samples that sound in the frame that begins now. */
  frame(nowMs) {
    const out = new Int16Array(frameSamples);
    if (!this.#speech || nowMs < this.#heldUntilMs) return out;
    const { samples, words } = this.#speech;
    for (
      let word = words[this.#told];
      word && word.startMs < this.#positionMs + frameMs;
      word = words[this.#told]
    ) {
      const startAtMs = nowMs + word.startMs - this.#positionMs;
      this.guard.spoke({ text: word.text, startAtMs, endAtMs: startAtMs + word.endMs - word.startMs });
      this.#told += 1;
    }
    out.set(samples.subarray(this.#position, this.#position + frameSamples));
    this.#position += frameSamples;
    this.spokenMs += frameMs;
    if (this.#position >= samples.length) this.#speech = undefined;
    return out;
  }
}

/**
 * One call. `leakDb`: loudness of the echo relative to the caller; −Infinity for none. `errors`: share of words that
 * the recogniser gets altogether wrong, on top of what the emulator makes of them. `speechMinutes` of the bot alone,
 * then `bargeIns` interruptions at random moments. `unsteadyDb`: by how much the
 * loudness of both voices wanders. `fallsSilentAfterMs`: no guard decides then, the bot falls silent by
 * itself so long after the caller began: the best that any guard could do for the caller to be heard.
 */
export async function echoTrial({
  leakDb,
  delayMs,
  speechMinutes = 0,
  bargeIns = 0,
  errors = 0,
  seed = 1,
  guard: guardOptions = {},
  wordTimings = true,
  texts: textsName = 'tuning',
  unsteadyDb = 0,
  fallsSilentAfterMs,
  onVerdict = () => undefined,
}) {
  const { answers, interruptions, replies } = texts[textsName];
  const language = russian();
  const vt = virtualTime({ maxVirtualMs: 7_200_000 });
  return vt.run(async () => {
    const random = seeded(seed);
    const pick = (list) => list[Math.floor(random() * list.length)];
    const emulator = await startEmulator({ latency: 'typical', seed, tts: { wordTimings } });
    const cloud = fromEnv(emulator.env);
    const [stt, tts] = [new SpeechKitStt(cloud), new SpeechKitTts(cloud)];
    // While nothing else is due, virtual time would go straight to the deadline of a request that is still connecting.
    const ticks = setInterval(() => undefined, frameMs);
    const voice = seeded(seed + 1000);
    const speeches = (await synthesise(tts, language, replies)).map(({ samples, words }) => ({
      samples: unsteady(samples, unsteadyDb, voice),
      words,
    }));
    clearInterval(ticks);
    const guard = new EchoGuard({ numerals: language.numerals, ...guardOptions });
    const bot = new Bot(guard);
    const stream = stt.open({ format });
    const gain = 10 ** (leakDb / 20);
    const startMs = vt.now();

    const result = {
      speechMs: 0,
      utterances: 0,
      falseBargeIns: 0,
      falsePauses: 0,
      bargeIns: 0,
      missed: 0,
      unheard: 0,
      missedUnheard: 0,
      missedNoticed: 0,
      waitsMs: [],
    };
    /** The interruption under way, and whether what is heard may be the caller's. */
    let trial;
    /** Until the interruptions begin. */
    let alone = true;
    let falseUtterance = -1;
    /** The utterance that the bot fell silent for. */
    let waitedFor = -1;
    let callerUntilMs = Number.NEGATIVE_INFINITY;
    let callerSamples = new Int16Array(0);
    let callerAt = 0;
    const callerSays = (text) => {
      const { samples } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: format.sampleRateHz });
      callerSamples = unsteady(samples, unsteadyDb, voice);
      callerAt = 0;
      callerUntilMs = vt.now() + (callerSamples.length * 1000) / format.sampleRateHz + graceMs;
      return callerUntilMs;
    };

    const judge = (event, words, throughMs, startAtMs) => {
      const changed = misheard(event, words, errors);
      if (changed.text === '') return;
      if (trial && changed.text.split(' ').some((word) => trial.words.some((said) => alike(word, said))))
        trial.heard = true;
      const verdict = guard.judge({
        utterance: event.utterance,
        text: changed.text,
        words: changed.words.map(({ text, startMs: from, endMs: to }) => ({
          text,
          startAtMs: startMs + from,
          endAtMs: startMs + to,
        })),
        startAtMs: startMs + startAtMs,
        throughAtMs: startMs + throughMs,
        final: event.type === 'transcript-final',
      });
      onVerdict({ atMs: vt.now() - startMs, event: { ...event, text: changed.text }, verdict, trial });
      const callerSpoke = vt.now() < callerUntilMs;
      if (alone && !callerSpoke && event.type === 'transcript-final') result.utterances += 1;
      if (trial && fallsSilentAfterMs !== undefined) return;
      // From here on as the pipeline does: an unsure partial ducks the voice, which goes on when nothing is left for
      // the caller; an unsure final is the caller's if the bot fell silent for it, or has nothing to fall silent of.
      const nowMs = vt.now();
      if (verdict.verdict === 'unsure' && event.type === 'transcript-partial') {
        if (waitedFor === event.utterance || !bot.sounds(nowMs)) return;
        if (alone && !callerSpoke) result.falsePauses += 1;
        if (trial) trial.noticed = true;
        waitedFor = event.utterance;
        bot.hold(nowMs);
        return;
      }
      const isPerson =
        verdict.verdict === 'person' ||
        (verdict.verdict === 'unsure' &&
          verdict.own !== '' &&
          (waitedFor === event.utterance || !bot.sounds(nowMs)));
      if (!isPerson) {
        bot.goOn(nowMs);
      } else if (trial && callerSpoke) {
        trial.caughtAtMs ??= nowMs;
        bot.stop(nowMs);
      } else if (alone && !callerSpoke && event.utterance !== falseUtterance) {
        falseUtterance = event.utterance;
        result.falseBargeIns += 1;
      }
    };
    const hearing = (async () => {
      let fromMs = 0;
      for await (const event of stream) {
        if (event.type === 'speech-start') fromMs = event.atMs;
        if (event.type === 'transcript-partial') judge(event, [], event.throughMs, fromMs);
        if (event.type === 'transcript-final') {
          judge(event, event.words, event.endMs, fromMs);
          fromMs = event.endMs;
        }
      }
    })();

    // The line: every 20 ms a frame of the caller's audio, with what sounded `delayMs` ago.
    const sounded = [];
    const delayFrames = Math.round(delayMs / frameMs);
    let frames = 0;
    const frame = async () => {
      sounded.push(bot.frame(vt.now()));
      const echo = sounded[sounded.length - 1 - delayFrames];
      if (sounded.length > delayFrames) sounded.shift();
      const mixed = new Int16Array(frameSamples);
      for (let i = 0; i < frameSamples; i += 1) {
        const sum = (callerSamples[callerAt + i] ?? 0) + (echo?.[i] ?? 0) * gain;
        mixed[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
      }
      callerAt += frameSamples;
      frames += 1;
      await new Promise((resolve) => setTimeout(resolve, startMs + frames * frameMs - vt.now()));
      const endAtMs = vt.now();
      guard.heard({ startAtMs: endAtMs - frameMs, endAtMs, levelDbfs: levelDbfs(mixed) });
      stream.write(samplesToPcm(mixed));
    };
    const wait = async (ms) => {
      for (const untilMs = vt.now() + ms; vt.now() < untilMs;) await frame();
    };
    const sayAll = async (speech) => {
      bot.say(speech);
      while (bot.speaking) await frame();
    };
    const converse = async (answer) => {
      callerSays(answer);
      await wait(callerUntilMs - vt.now());
    };

    await sayAll(speeches[0]);
    await wait(pauseMs);
    await converse(answers[0]);
    while (bot.spokenMs < speechMinutes * 60_000) {
      await sayAll(pick(speeches));
      await wait(pauseMs);
    }
    result.speechMs = bot.spokenMs;
    alone = false;
    for (let done = 0; done < bargeIns; done += 1) {
      // Mostly the caller answers when the bot has finished, as in life; by this the guard knows their voice.
      if (done % 4 === 0) {
        await sayAll(pick(speeches));
        await wait(pauseMs);
        await converse(pick(answers));
      }
      const speech = pick(speeches);
      const words = pick(interruptions);
      bot.say(speech);
      const lengthMs = (speech.samples.length * 1000) / format.sampleRateHz;
      await wait(300 + random() * Math.max(0, lengthMs - 1200));
      const own = rawWords(language.speakable(words).spoken);
      const strange = own.filter((word) => !speech.words.some(({ text }) => rawWords(text).includes(word)));
      trial = { text: words, words: strange.length > 0 ? strange : own, heard: false, noticed: false };
      const saidAtMs = vt.now();
      const untilMs = callerSays(words);
      while (vt.now() < untilMs) {
        if (vt.now() - saidAtMs >= (fallsSilentAfterMs ?? Number.POSITIVE_INFINITY)) bot.stop(vt.now());
        await frame();
      }
      result.bargeIns += 1;
      if (!trial.heard) result.unheard += 1;
      if (trial.caughtAtMs === undefined) {
        result.missed += 1;
        if (!trial.heard) result.missedUnheard += 1;
        if (trial.noticed) result.missedNoticed += 1;
      } else result.waitsMs.push(trial.caughtAtMs - saidAtMs);
      trial = undefined;
      bot.stop(vt.now());
      await wait(pauseMs);
    }
    await stream.finish({ deadlineMs: 3000 });
    await hearing;
    stt.close();
    tts.close();
    await emulator.close();
    return result;
  });
}
