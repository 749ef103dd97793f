import {
  Recognizer,
  type StreamingOptionsInit,
  type StreamingRequestInit,
  type StreamingResponse,
} from '@rechka/proto/stt';
import { rawCall, type Outcome, type Step } from '../raw-call.js';
import { refusal, type Fact, type Scenario } from '../scenario.js';
import type { Target } from '../target.js';
import { rateHz, spokenBy } from './sound.js';

type SttStep = Step<StreamingRequestInit>;

const pieceMs = 100;
const pieceBytes = (rateHz * 2 * pieceMs) / 1000;

function options(
  changes: Partial<StreamingOptionsInit> = {},
  sampleRateHertz = rateHz,
  channels = 1,
): SttStep {
  const sessionOptions: StreamingOptionsInit = {
    recognitionModel: {
      model: 'general',
      audioFormat: {
        rawAudio: {
          audioEncoding: 'LINEAR16_PCM',
          sampleRateHertz,
          audioChannelCount: channels,
        },
      },
      languageRestriction: { restrictionType: 'WHITELIST', languageCode: ['ru-RU'] },
      textNormalization: { textNormalization: 'TEXT_NORMALIZATION_ENABLED' },
      audioProcessingType: 'REAL_TIME',
    },
    eouClassifier: { defaultClassifier: { type: 'HIGH', maxPauseBetweenWordsHintMs: 700 } },
    ...changes,
  };
  return { send: { sessionOptions } };
}

/** Sound in pieces at the pace of life, or `pace` times as fast. */
function sound(pcm: Uint8Array, pace = 1): SttStep[] {
  const steps: SttStep[] = [];
  for (let at = 0; at < pcm.byteLength; at += pieceBytes) {
    steps.push({ send: { chunk: { data: pcm.subarray(at, at + pieceBytes) } } }, { waitMs: pieceMs / pace });
  }
  return steps;
}

const silence = (ms: number) => sound(new Uint8Array((rateHz * 2 * ms) / 1000));

const recognize = (target: Target, steps: readonly SttStep[]) =>
  rawCall(target, 'stt', Recognizer.recognizeStreaming, steps);

/** The kinds of events in order, repeated ones once. */
function order({ messages }: Outcome<StreamingResponse>): string[] {
  const kinds = messages.map(({ message }) => kindOf(message));
  return kinds.filter((kind, index) => kind !== kinds[index - 1]);
}

function kindOf(message: StreamingResponse): string {
  if (message.statusCode !== undefined) return `status ${message.statusCode.codeType}`;
  if (message.partial !== undefined)
    return message.partial.alternatives.length > 0 ? 'partial' : 'partial (empty)';
  if (message.final !== undefined) return 'final';
  if (message.finalRefinement !== undefined) return 'refinement';
  if (message.eouUpdate !== undefined) return 'eou';
  return 'other';
}

const count = (outcome: Outcome<StreamingResponse>, kind: string) =>
  outcome.messages.filter(({ message }) => kindOf(message) === kind).length;

/** When the first message of a kind came, in ms. */
const firstAt = (outcome: Outcome<StreamingResponse>, kind: string) =>
  outcome.messages.find(({ message }) => kindOf(message) === kind)?.atMs;

function wait(name: string, fromMs: number, atMs: number | undefined): Fact {
  return atMs === undefined
    ? { name, is: 'never came' }
    : { name, about: Math.max(0, atMs - fromMs), unit: 'ms' };
}

export const sttScenarios: readonly Scenario[] = [
  {
    name: 'stt.events',
    question: 'Which events come of a sentence, in which order, how soon?',
    spends: { ttsUnits: 1, sttUnits: 1 },
    async run(target) {
      const pcm = await spokenBy(target);
      const outcome = await recognize(target, [options(), ...sound(pcm), ...silence(3000), 'half-close']);
      const speechMs = pcm.byteLength / 2 / (rateHz / 1000);
      const kinds = order(outcome);
      const [final] = outcome.messages.flatMap(({ message }) => message.final ?? []);
      const words = final?.alternatives[0]?.words.length ?? 0;
      return [
        { name: 'code', is: outcome.code },
        { name: 'first event', is: kinds[0] ?? 'none' },
        { name: 'last event', is: kinds.at(-1) ?? 'none' },
        { name: 'a final before the first eou', is: kinds.indexOf('final') < kinds.indexOf('eou') },
        { name: 'refinements equal finals', is: count(outcome, 'refinement') === count(outcome, 'final') },
        { name: 'a partial after eou is empty', is: kinds[kinds.lastIndexOf('eou') + 1] ?? 'none' },
        { name: 'words have times', is: words > 0 },
        { name: 'eou updates', seen: count(outcome, 'eou') },
        { name: 'finals', seen: count(outcome, 'final') },
        wait('end of speech → eou', speechMs, firstAt(outcome, 'eou')),
        wait('start → first partial with words', 0, firstAt(outcome, 'partial')),
        { name: 'response headers', is: outcome.headers.filter((header) => header.startsWith('x-')) },
      ];
    },
  },
  {
    name: 'stt.external',
    question: 'With the external classifier: how soon after `eou` does the final come?',
    spends: { ttsUnits: 1, sttUnits: 1 },
    async run(target) {
      const pcm = await spokenBy(target);
      const outcome = await recognize(target, [
        options({ eouClassifier: { externalClassifier: {} } }),
        ...sound(pcm),
        { send: { eou: {} } },
        ...silence(2000),
        'half-close',
      ]);
      const speechMs = pcm.byteLength / 2 / (rateHz / 1000);
      return [
        { name: 'code', is: outcome.code },
        { name: 'finals', is: count(outcome, 'final') > 0 },
        wait('eou → final', speechMs, firstAt(outcome, 'final')),
      ];
    },
  },
  {
    name: 'stt.silence-chunk',
    question: 'Does a silence_chunk end an utterance?',
    spends: { ttsUnits: 1, sttUnits: 1 },
    async run(target) {
      const pcm = await spokenBy(target);
      const outcome = await recognize(target, [
        options(),
        ...sound(pcm),
        { send: { silenceChunk: { durationMs: 2000 } } },
        { waitMs: 2500 },
        { send: { silenceChunk: { durationMs: 100 } } },
        { waitMs: 100 },
        'half-close',
      ]);
      const speechMs = pcm.byteLength / 2 / (rateHz / 1000);
      const eouMs = firstAt(outcome, 'eou');
      return [{ name: 'eou before the half-close', is: eouMs !== undefined && eouMs < speechMs + 2500 }];
    },
  },
  {
    name: 'stt.faster',
    question: 'What comes of audio that is faster than life?',
    spends: { ttsUnits: 1, sttUnits: 1 },
    async run(target) {
      const pcm = await spokenBy(target);
      const outcome = await recognize(target, [options(), ...sound(pcm, 8), 'half-close']);
      return [
        { name: 'code', is: outcome.code },
        { name: 'warns', is: count(outcome, 'status WARNING') > 0 },
        { name: 'a final', is: count(outcome, 'final') > 0 },
      ];
    },
  },
  {
    name: 'stt.size',
    question: 'With which code and text does a stream of over 10 MB end?',
    spends: { sttUnits: 8 },
    async run(target) {
      const rate = 48_000;
      // Seconds of silence, as fast as they go: at this rate the limit comes after 104 s of audio, not after 5 minutes.
      const second: SttStep = { send: { chunk: { data: new Uint8Array(rate * 2) } } };
      const audio = Array.from({ length: 115 }, () => [second, { waitMs: 20 }]).flat();
      return refusal('over 10 MB', await recognize(target, [options({}, rate), ...audio, 'half-close']));
    },
  },
  {
    name: 'stt.limits',
    question: 'With which code and text does a stream end that breaks a rule?',
    spends: { sttUnits: 6 },
    async run(target) {
      const audio: SttStep = { send: { chunk: { data: new Uint8Array(pieceBytes) } } };
      const idle = await recognize(target, [options(), audio, { waitMs: 20_000 }]);
      const facts = [
        ...refusal('5 s without a message', idle),
        { name: '5 s without a message: after', about: idle.lastedMs, unit: 'ms' } satisfies Fact,
      ];
      const broken: Record<string, SttStep[]> = {
        'audio before the options': [audio, { waitMs: 2000 }, 'half-close'],
        'options twice': [options(), options(), { waitMs: 2000 }, 'half-close'],
        'two channels': [options({}, rateHz, 2), audio, { waitMs: 2000 }, 'half-close'],
        '11 025 Hz': [options({}, 11_025), audio, { waitMs: 2000 }, 'half-close'],
        'nothing at all': ['half-close'],
      };
      for (const [name, steps] of Object.entries(broken))
        facts.push(...refusal(name, await recognize(target, steps)));
      return facts;
    },
  },
];
