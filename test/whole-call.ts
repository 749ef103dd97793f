import {
  agent,
  createConverter,
  pcm,
  samplesToPcm,
  VoicePipeline,
  type AgentOptions,
  type AudioFormat,
  type Call,
  type PipelineEvent,
  type VoicePipelineOptions,
} from '@rechka/core';
import {
  encodeToneSpeech,
  startEmulator,
  ToneSpeechDecoder,
  type Emulator,
  type EmulatorOptions,
} from '@rechka/emulator';
import { YandexGpt } from '@rechka/gpt';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt, type SpeechKitSttOptions } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';

/** A pipeline with the real clients on an emulator of its own, and everything that observers were told. */
export interface WholeCall {
  emulator: Emulator;
  pipeline: VoicePipeline;
  /** The voice of the pipeline. */
  tts: SpeechKitTts;
  /** A client of the same emulator for whoever needs another. */
  openStt(options: Partial<SpeechKitSttOptions>): SpeechKitStt;
  events: PipelineEvent[];
  /** Releases the clients and the emulator. */
  release(): Promise<void>;
}

const observed = [
  'transcript-partial',
  'transcript-final',
  'transcript-refined',
  'utterance-end',
  'turn-committed',
  'reply-started',
  'reply-ended',
  'changed',
  'transferred',
  'barge-in',
  'backchannel',
  'gap',
  'error',
  'closed',
] as const;

/** Opens the whole path: emulator, clients, pipeline. */
export async function openWholeCall(
  call: Call,
  options: {
    emulator?: EmulatorOptions;
    pipeline?: Partial<VoicePipelineOptions>;
    agent?: AgentOptions;
  } = {},
): Promise<WholeCall> {
  const emulator = await startEmulator({ latency: 'typical', ...options.emulator });
  const cloud = fromEnv(emulator.env);
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
    language: russian(),
    respond: agent(gpt, { instructions: 'Отвечай коротко.', ...options.agent }),
    ...options.pipeline,
  });
  const clients: { close(): void }[] = [stt, tts, gpt];
  const events: PipelineEvent[] = [];
  for (const type of observed) pipeline.events.on(type, (event: PipelineEvent) => events.push(event));
  return {
    emulator,
    pipeline,
    tts,
    openStt: (changes) => {
      const other = new SpeechKitStt({ ...cloud, ...changes });
      clients.push(other);
      return other;
    },
    events,
    release: async () => {
      await pipeline.close();
      for (const client of clients) client.close();
      await emulator.close();
    },
  };
}

/** A caller's words as audio of the call. */
export function spoken(text: string, format: AudioFormat = pcm(16_000)): Uint8Array {
  const { samples } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: format.sampleRateHz });
  const converter = createConverter(pcm(format.sampleRateHz), format);
  return Buffer.concat([converter.push(samplesToPcm(samples)), converter.flush()]);
}

/** The bot's words in what the caller heard: only whole ones decode. */
export function wordsHeard(audio: Uint8Array, format: AudioFormat = pcm(16_000)): string[] {
  const toPcm = createConverter(format, pcm(format.sampleRateHz));
  const bytes = Buffer.concat([toPcm.push(audio), toPcm.flush()]);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
  const decoder = new ToneSpeechDecoder({ sampleRateHz: format.sampleRateHz });
  return [...decoder.push(samples), ...decoder.flush()].flatMap((word) =>
    word.kind === 'word' ? [word.text] : [],
  );
}
