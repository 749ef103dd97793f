import { Synthesizer, type UtteranceSynthesisRequestInit } from '@rechka/proto/tts';
import { rawCall } from '../raw-call.js';
import { refusal, type Fact, type Scenario } from '../scenario.js';
import type { Target } from '../target.js';
import { rateHz, sentence } from './sound.js';

const outputAudioSpec = { rawAudio: { audioEncoding: 'LINEAR16_PCM' as const, sampleRateHertz: rateHz } };

const synthesize = (target: Target, request: UtteranceSynthesisRequestInit) =>
  rawCall(target, 'tts', Synthesizer.utteranceSynthesis, [
    { send: { outputAudioSpec, hints: [{ voice: 'marina' }], ...request } },
    'half-close',
  ]);

export const ttsScenarios: readonly Scenario[] = [
  {
    name: 'tts.utterance',
    question: 'What does an utterance come as?',
    spends: { ttsUnits: 1 },
    async run(target) {
      const { messages, code } = await synthesize(target, { text: sentence });
      const [first] = messages;
      const bytes = messages.reduce(
        (sum, { message }) => sum + (message.audioChunk?.data.byteLength ?? 0),
        0,
      );
      const lengthMs = messages.reduce((sum, { message }) => sum + message.lengthMs, 0);
      return [
        { name: 'code', is: code },
        { name: 'messages', is: messages.length },
        { name: 'echoes its text', is: first?.message.textChunk?.text === sentence },
        { name: 'has word timings', is: (first?.message.wordTimings.length ?? 0) > 0 },
        { name: 'length_ms is that of the audio', is: Math.abs(lengthMs - bytes / 2 / (rateHz / 1000)) < 5 },
        { name: 'first audio', about: first?.atMs ?? 0, unit: 'ms' },
      ];
    },
  },
  {
    name: 'tts.refusals',
    question: 'With which code and text is a request refused?',
    spends: { ttsUnits: 6 },
    async run(target) {
      const requests: Record<string, UtteranceSynthesisRequestInit> = {
        '251 characters': { text: 'а'.repeat(251) },
        'no text': { text: '' },
        'unknown voice': { text: sentence, hints: [{ voice: 'nobody' }] },
        'role of another voice': { text: sentence, hints: [{ voice: 'marina' }, { role: 'strict' }] },
        'speed 0.01': { text: sentence, hints: [{ voice: 'marina' }, { speed: 0.01 }] },
        'volume 2 with MAX_PEAK': {
          text: sentence,
          hints: [{ voice: 'marina' }, { volume: 2 }],
          loudnessNormalizationType: 'MAX_PEAK',
        },
      };
      const facts: Fact[] = [];
      for (const [name, request] of Object.entries(requests))
        facts.push(...refusal(name, await synthesize(target, request)));
      return facts;
    },
  },
  {
    name: 'tts.unsafe',
    question: 'What does a long text with unsafe_mode come as?',
    spends: { ttsUnits: 2 },
    async run(target) {
      const text = `${sentence}. `.repeat(8);
      const { messages, code } = await synthesize(target, { text, unsafeMode: true });
      return [
        { name: 'code', is: code },
        { name: 'messages', is: messages.length },
        { name: 'start_ms grows', is: messages.every(({ message }, n) => n === 0 || message.startMs > 0) },
      ];
    },
  },
  {
    name: 'tts.stream-length',
    question: 'Is the limit of 5 000 characters one of a stream or of a message?',
    spends: { ttsUnits: 24 },
    async run(target) {
      const text = `${sentence}. `.repeat(Math.ceil(3000 / (sentence.length + 2))).slice(0, 3000);
      const send = { send: { synthesisInput: { text } } };
      const { code, details } = await rawCall(target, 'tts', Synthesizer.streamSynthesis, [
        { send: { options: { voice: 'marina', outputAudioSpec } } },
        send,
        send,
        'half-close',
      ]);
      return refusal('two messages of 3 000', { code, details });
    },
  },
  {
    name: 'tts.stream',
    question: 'Where does streaming synthesis cut, and when does it begin?',
    spends: { ttsUnits: 2 },
    async run(target) {
      const { messages, code, details } = await rawCall(target, 'tts', Synthesizer.streamSynthesis, [
        {
          send: {
            options: {
              voice: 'marina',
              outputAudioSpec,
              speed: 1,
              volume: 0.7,
              loudnessNormalizationType: 'MAX_PEAK',
            },
          },
        },
        { send: { synthesisInput: { text: 'Здравствуйте! ' } } },
        { waitMs: 1500 },
        { send: { synthesisInput: { text: 'Запишите меня, ' } } },
        { waitMs: 1500 },
        { send: { forceSynthesis: {} } },
        { waitMs: 1500 },
        { send: { synthesisInput: { text: 'пожалуйста' } } },
        'half-close',
      ]);
      const before = (ms: number) => messages.filter(({ atMs }) => atMs < ms).length;
      return [
        ...refusal('stream', { code, details }),
        { name: 'a sentence is spoken at its end', is: before(1500) > 0 },
        { name: 'a clause waits for force_synthesis', is: before(3000) === before(1500) },
        { name: 'force_synthesis makes it spoken', is: before(4500) > before(3000) },
        { name: 'messages', seen: messages.length },
      ];
    },
  },
];
