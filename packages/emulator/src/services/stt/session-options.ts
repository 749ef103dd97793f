import type { RawAudio, StreamingOptions } from '@rechka/proto/stt';
import { status } from '../../grpc/status.js';
import type { RecogniserEndpointing } from '../../recogniser/index.js';
import { Refusal } from '../../refusal.js';
import { isClassifier } from './classifiers.js';
import { readLanguages, type Languages } from './languages.js';
import type { ResolvedSttOptions } from './stt-options.js';

/** When a classifier is to run. */
export type ClassifierTrigger = 'ON_UTTERANCE' | 'ON_FINAL' | 'ON_PARTIAL';

/** What a recognition session was asked for, as far as the emulator makes a difference of it. */
export interface SessionSettings {
  sampleRateHz: number;
  channels: number;
  endpointing: RecogniserEndpointing;
  /** Whether finals are followed by refinements (case, punctuation, numerals). */
  normalization: boolean;
  languages: Languages;
  classifiers: readonly { name: string; triggers: readonly ClassifierTrigger[] }[];
}

/** What of the emulator's options decides which sessions are taken. */
export type SessionLimits = Pick<ResolvedSttOptions, 'sampleRatesHz' | 'maxChannels' | 'classifiers'>;

/** Models of live recognition (documented); none is the default. What becomes of others is not known. */
const models: readonly string[] = ['', 'general', 'general:rc', 'general:deprecated'];

/** Assumed. */
const maxPauseHintMs = 60_000;

/** What a decoder can make samples of. */
const anyRateHz = { min: 8000, max: 192_000 };

/** Reads `session_options`. Throws a `Refusal`: INVALID_ARGUMENT or UNIMPLEMENTED. */
export function readSessionOptions(options: StreamingOptions, limits: SessionLimits): SessionSettings {
  refuseWhatIsMissing(options);
  const { model = '', textNormalization, languageRestriction } = options.recognitionModel ?? {};
  if (!models.includes(model)) throw invalid(`model: unknown model '${model}'`);
  const { sampleRateHertz, audioChannelCount } = readRawAudio(options.recognitionModel?.audioFormat, limits);
  const languages = readLanguages(languageRestriction);
  if ('unknown' in languages) throw invalid(`language_code: unknown language '${languages.unknown}'`);
  return {
    sampleRateHz: sampleRateHertz,
    // 0 is "not set".
    channels: Math.max(1, audioChannelCount),
    languages,
    normalization: textNormalization?.textNormalization === 'TEXT_NORMALIZATION_ENABLED' && !languages.auto,
    endpointing: readEndpointing(options.eouClassifier),
    classifiers: readClassifiers(options.recognitionClassifier, limits),
  };
}

/** What the real service does and the emulator does not is said so, never ignored. */
function refuseWhatIsMissing({
  recognitionModel,
  speechAnalysis,
  speakerLabeling,
  summarization,
}: StreamingOptions): void {
  const container = recognitionModel?.audioFormat?.containerAudio;
  if (container !== undefined)
    throw missing(`decode ${String(container.containerAudioType)}; send raw LINEAR16_PCM`);
  if (speechAnalysis?.enableSpeakerAnalysis === true || speechAnalysis?.enableConversationAnalysis === true)
    throw missing('analyse speech; leave speech_analysis out');
  if (speakerLabeling?.speakerLabeling === 'SPEAKER_LABELING_ENABLED')
    throw missing('tell speakers apart; leave speaker_labeling out');
  if (summarization !== undefined && summarization.properties.length > 0)
    throw missing('summarize; leave summarization out');
}

function readRawAudio(
  format: NonNullable<StreamingOptions['recognitionModel']>['audioFormat'],
  { sampleRatesHz, maxChannels }: SessionLimits,
): RawAudio {
  const raw = format?.rawAudio;
  if (raw === undefined) throw invalid('recognition_model.audio_format is required');
  const { audioEncoding, sampleRateHertz, audioChannelCount } = raw;
  if (audioEncoding !== 'LINEAR16_PCM')
    throw invalid(`audio_encoding must be LINEAR16_PCM, got ${String(audioEncoding)}`);
  const { min, max } = anyRateHz;
  const fits =
    sampleRatesHz === false
      ? sampleRateHertz >= min && sampleRateHertz <= max
      : sampleRatesHz.includes(sampleRateHertz);
  if (!fits) {
    const expected = sampleRatesHz === false ? `from ${min} to ${max}` : `one of ${sampleRatesHz.join(', ')}`;
    throw invalid(`sample_rate_hertz must be ${expected}, got ${sampleRateHertz}`);
  }
  if (audioChannelCount < 0 || audioChannelCount > maxChannels)
    throw invalid(
      `audio_channel_count must be ${maxChannels === 1 ? 1 : `at most ${maxChannels}`}, got ${audioChannelCount}`,
    );
  return raw;
}

function readEndpointing(eouClassifier: StreamingOptions['eouClassifier']): RecogniserEndpointing {
  const { externalClassifier, defaultClassifier } = eouClassifier ?? {};
  if (externalClassifier !== undefined) return { type: 'external' };
  const { type, maxPauseBetweenWordsHintMs = 0 } = defaultClassifier ?? {};
  // No range is documented; this much keeps nonsense out.
  if (maxPauseBetweenWordsHintMs < 0 || maxPauseBetweenWordsHintMs > maxPauseHintMs) {
    throw invalid(
      `max_pause_between_words_hint_ms: ${maxPauseBetweenWordsHintMs} is outside the range [0, ${maxPauseHintMs}]`,
    );
  }
  const sensitivity = type === 'HIGH' ? 'HIGH' : 'DEFAULT';
  return { type: 'default', sensitivity, maxPauseMs: maxPauseBetweenWordsHintMs };
}

function readClassifiers(
  options: StreamingOptions['recognitionClassifier'],
  { classifiers: own }: SessionLimits,
): SessionSettings['classifiers'] {
  return (options?.classifiers ?? []).map(({ classifier: name, triggers }) => {
    if (!isClassifier(name, own)) throw invalid(`recognition_classifier: unknown classifier '${name}'`);
    const known = triggers.filter(
      (trigger): trigger is ClassifierTrigger =>
        trigger === 'ON_UTTERANCE' || trigger === 'ON_FINAL' || trigger === 'ON_PARTIAL',
    );
    // None is assumed to mean the usual one.
    return { name, triggers: known.length > 0 ? known : ['ON_UTTERANCE'] };
  });
}

function missing(what: string): Refusal {
  return new Refusal(status.UNIMPLEMENTED, `The emulator does not ${what}`);
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
