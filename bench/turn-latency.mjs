// How long the caller waits: end of speech → first sound heard, in virtual time, so that only policy counts and
// not this machine. The same caller, emulator and clients in each variant; the ratio to the floor is the figure.
//
//   npm run build && npm --prefix bench run turn-latency
//
// floor     the endpoint, one token of the model and the first sound of one short segment: nothing can be sooner
//           without speculation
// whole     what hand-written code does first: wait for the whole answer, synthesise it in one request
// plain     VoicePipeline that prepares nothing ahead
// rechka    VoicePipeline as it is by default: the answer is prepared while the recogniser makes up its mind
import { agent, VoicePipeline } from '@rechka/core';
import { encodeToneSpeech, startEmulator, typicalLatency } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { YandexGpt } from '@rechka/gpt';
import { fromEnv } from '@rechka/iam';
import { scriptedCall } from '@rechka/local';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { percentile, table } from './statistics.mjs';

const questions = [
  'Есть место завтра',
  'Сколько стоит стрижка',
  'Кто из мастеров работает',
  'Можно с ребёнком',
];
const answers = [
  'Да, конечно, завтра свободно в 15:30 и в 18:00, выбирайте, как вам удобнее. Записать вас?',
  'Мужская стрижка стоит 1500 рублей, стрижка с бородой 2200 рублей. Детям до десяти лет скидка.',
  'Завтра работают Артём и Олег, оба свободны после обеда. К кому вас записать?',
  'Можно. У нас есть детское кресло, мультики и мастер, который умеет стричь даже самых непоседливых.',
];

/** What the answer is made of, before anything of it is synthesised. */
function wholeAnswer(llm) {
  return async function* (context) {
    let text = '';
    for await (const piece of agent(llm)(context)) if (piece.type === 'text') text += piece.text;
    yield text;
  };
}

/** A language that never cuts: one synthesis request an answer. */
function uncut(language) {
  return {
    ...language,
    segment() {
      let text = '';
      return {
        push: (more) => ((text += more), []),
        end: () => (text === '' ? [] : [{ text, start: 0 }]),
      };
    },
  };
}

async function measure(variant) {
  const vt = virtualTime();
  return vt.run(async () => {
    const emulator = await startEmulator({ latency: 'typical', gpt: { reply: answers } });
    const cloud = fromEnv(emulator.env);
    const [stt, tts, gpt] = [new SpeechKitStt(cloud), new SpeechKitTts(cloud), new YandexGpt(cloud)];
    const caller = scriptedCall({ chunkMs: 20 });
    const whole = variant === 'whole';
    const pipeline = new VoicePipeline({
      call: caller.call,
      stt,
      tts,
      language: whole ? uncut(russian()) : russian(),
      respond: whole ? wholeAnswer(gpt) : agent(gpt),
      speculation: variant === 'rechka' ? 'auto' : 'off',
    });
    const waits = [];
    const ask = (question) =>
      void caller.say(
        Buffer.from(encodeToneSpeech(question, { voice: 'a', sampleRateHz: 16_000 }).samples.buffer),
      );
    ask(questions[0]);
    for await (const turn of pipeline.turns()) {
      const { latency } = await turn.reply();
      waits.push(latency);
      if (waits.length === questions.length) break;
      ask(questions[waits.length]);
    }
    for (const client of [stt, tts, gpt]) client.close();
    await emulator.close();
    return waits;
  });
}

const results = {};
for (const variant of ['whole', 'plain', 'rechka']) results[variant] = await measure(variant);
const committed = percentile(
  results.rechka.map(({ committedMs }) => committedMs),
  0.5,
);
const shortest = 20;
const floor =
  committed +
  typicalLatency.llmFirstTokenMs +
  typicalLatency.ttsFirstAudioMs +
  shortest * typicalLatency.ttsPerCharacterMs;

const heard = (waits) => waits.map(({ voiceToVoiceMs }) => voiceToVoiceMs);
table(
  [
    'variant',
    'committed p50',
    'first token p50',
    'first audio p50',
    'voice to voice p50',
    'worst',
    'ratio to the floor',
  ],
  [
    ['floor', committed.toFixed(0), '', '', floor.toFixed(0), '', '1'],
    ...Object.entries(results).map(([name, waits]) => [
      name,
      ...['committedMs', 'firstTokenMs', 'firstAudioMs', 'voiceToVoiceMs'].map((stage) =>
        percentile(
          waits.map((latency) => latency[stage]),
          0.5,
        ).toFixed(0),
      ),
      percentile(heard(waits), 1).toFixed(0),
      (percentile(heard(waits), 0.5) / floor).toFixed(2),
    ]),
  ],
);
