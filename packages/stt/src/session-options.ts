import type { AudioFormat, Endpointing } from '@rechka/core';
import type {
  EouClassifierOptionsInit,
  StreamingOptionsInit,
  TextNormalizationOptionsInit,
} from '@rechka/proto/stt';
import type { NormalizationOptions, ResolvedOptions } from './recognition-options.js';

const triggers = { partial: 'ON_PARTIAL', final: 'ON_FINAL', utterance: 'ON_UTTERANCE' } as const;

/** The first message of a recognition session. */
export function sessionOptions(
  { languages, model, normalization, classifiers }: ResolvedOptions,
  format: AudioFormat,
  endpointing: Endpointing,
): StreamingOptionsInit {
  return {
    recognitionModel: {
      model,
      audioFormat: {
        rawAudio: {
          audioEncoding: 'LINEAR16_PCM',
          sampleRateHertz: format.sampleRateHz,
          audioChannelCount: 1,
        },
      },
      textNormalization: textNormalization(normalization),
      languageRestriction: { restrictionType: 'WHITELIST', languageCode: [...languages] },
      audioProcessingType: 'REAL_TIME',
    },
    eouClassifier: eouClassifier(endpointing),
    ...(classifiers.length === 0
      ? {}
      : {
          recognitionClassifier: {
            classifiers: classifiers.map(({ name, on }) => ({ classifier: name, triggers: [triggers[on]] })),
          },
        }),
  };
}

function textNormalization(options: Required<NormalizationOptions>): TextNormalizationOptionsInit {
  if (!options.enabled) return { textNormalization: 'TEXT_NORMALIZATION_DISABLED' };
  const { profanityFilter, literatureText, phoneFormatting } = options;
  return {
    textNormalization: 'TEXT_NORMALIZATION_ENABLED',
    profanityFilter,
    literatureText,
    // The wire can only switch it off.
    ...(phoneFormatting ? {} : { phoneFormattingMode: 'PHONE_FORMATTING_MODE_DISABLED' as const }),
  };
}

function eouClassifier(endpointing: Endpointing): EouClassifierOptionsInit {
  if (endpointing.type === 'external') return { externalClassifier: {} };
  return {
    defaultClassifier: {
      type: endpointing.sensitivity === 'default' ? 'DEFAULT' : 'HIGH',
      ...(endpointing.pauseMs === undefined ? {} : { maxPauseBetweenWordsHintMs: endpointing.pauseMs }),
    },
  };
}
