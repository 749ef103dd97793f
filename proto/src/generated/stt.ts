// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, EmptyInit, JsonObject, Method, OneOf, Reader, Writer } from '../wire.js';
import {
  Empty,
  EnumTable,
  createCodec,
  readStruct,
  refuseSeveral,
  refuseUnknown,
  writeStruct,
} from '../wire.js';
import type { OperationInit } from './operation.js';
import { Operation } from './operation.js';

/** Asks for the results of a recognition. */
export interface GetRecognitionRequest {
  /** The `id` of the operation that `RecognizeFile` answered with. */
  operationId: string;
}

/** What may be encoded as a {@link GetRecognitionRequest}. */
export interface GetRecognitionRequestInit {
  /** The `id` of the operation that `RecognizeFile` answered with. */
  readonly operationId?: string | undefined;
}

const getRecognitionRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['operationId']);

function writeGetRecognitionRequest(writer: Writer, message: GetRecognitionRequestInit): void {
  refuseUnknown('speechkit.stt.v3.GetRecognitionRequest', getRecognitionRequestFields, message);
  if (message.operationId !== undefined && message.operationId !== '')
    writer.string(10, message.operationId, 'GetRecognitionRequest.operationId');
}

function readGetRecognitionRequest(
  reader: Reader,
  previous: GetRecognitionRequest | undefined,
): GetRecognitionRequest {
  let operationId: string = '';
  if (previous !== undefined) ({ operationId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        operationId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { operationId };
}

/** Codec of `speechkit.stt.v3.GetRecognitionRequest`. */
export const GetRecognitionRequest: Codec<GetRecognitionRequest, GetRecognitionRequestInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.GetRecognitionRequest',
    writeGetRecognitionRequest,
    readGetRecognitionRequest,
  );

/**
 * How a session is doing.
 *
 * - `CODE_TYPE_UNSPECIFIED` (0)
 * - `WORKING` (1): All is well.
 * - `WARNING` (2): Something is off, for example audio faster than real time.
 * - `CLOSED` (3): The session is over.
 */
export type CodeType = 'CODE_TYPE_UNSPECIFIED' | 'WORKING' | 'WARNING' | 'CLOSED';

const CodeTypeTable = /* @__PURE__ */ new EnumTable<CodeType>('speechkit.stt.v3.CodeType', {
  CODE_TYPE_UNSPECIFIED: 0,
  WORKING: 1,
  WARNING: 2,
  CLOSED: 3,
});

/**
 * Whether text is normalized: numerals as digits, dates, and so on.
 *
 * - `TEXT_NORMALIZATION_UNSPECIFIED` (0)
 * - `TEXT_NORMALIZATION_ENABLED` (1)
 * - `TEXT_NORMALIZATION_DISABLED` (2)
 */
export type TextNormalizationOptions_TextNormalization =
  'TEXT_NORMALIZATION_UNSPECIFIED' | 'TEXT_NORMALIZATION_ENABLED' | 'TEXT_NORMALIZATION_DISABLED';

const TextNormalizationOptions_TextNormalizationTable =
  /* @__PURE__ */ new EnumTable<TextNormalizationOptions_TextNormalization>(
    'speechkit.stt.v3.TextNormalizationOptions.TextNormalization',
    {
      TEXT_NORMALIZATION_UNSPECIFIED: 0,
      TEXT_NORMALIZATION_ENABLED: 1,
      TEXT_NORMALIZATION_DISABLED: 2,
    },
  );

/**
 * Whether phone numbers are written in their usual groups.
 *
 * - `PHONE_FORMATTING_MODE_UNSPECIFIED` (0)
 * - `PHONE_FORMATTING_MODE_DISABLED` (1)
 */
export type TextNormalizationOptions_PhoneFormattingMode =
  'PHONE_FORMATTING_MODE_UNSPECIFIED' | 'PHONE_FORMATTING_MODE_DISABLED';

const TextNormalizationOptions_PhoneFormattingModeTable =
  /* @__PURE__ */ new EnumTable<TextNormalizationOptions_PhoneFormattingMode>(
    'speechkit.stt.v3.TextNormalizationOptions.PhoneFormattingMode',
    {
      PHONE_FORMATTING_MODE_UNSPECIFIED: 0,
      PHONE_FORMATTING_MODE_DISABLED: 1,
    },
  );

/** How recognised words become written text. Everything but the first field needs normalization enabled. */
export interface TextNormalizationOptions {
  textNormalization: TextNormalizationOptions_TextNormalization | number;
  /** Masks obscene words. */
  profanityFilter: boolean;
  /** Adds punctuation and capital letters. */
  literatureText: boolean;
  phoneFormattingMode: TextNormalizationOptions_PhoneFormattingMode | number;
}

/** What may be encoded as a {@link TextNormalizationOptions}. */
export interface TextNormalizationOptionsInit {
  readonly textNormalization?: TextNormalizationOptions_TextNormalization | number | undefined;
  /** Masks obscene words. */
  readonly profanityFilter?: boolean | undefined;
  /** Adds punctuation and capital letters. */
  readonly literatureText?: boolean | undefined;
  readonly phoneFormattingMode?: TextNormalizationOptions_PhoneFormattingMode | number | undefined;
}

const textNormalizationOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'textNormalization',
  'profanityFilter',
  'literatureText',
  'phoneFormattingMode',
]);

function writeTextNormalizationOptions(writer: Writer, message: TextNormalizationOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.TextNormalizationOptions', textNormalizationOptionsFields, message);
  if (
    message.phoneFormattingMode !== undefined &&
    message.phoneFormattingMode !== 'PHONE_FORMATTING_MODE_UNSPECIFIED' &&
    message.phoneFormattingMode !== 0
  )
    writer.enum(
      32,
      TextNormalizationOptions_PhoneFormattingModeTable,
      message.phoneFormattingMode,
      'TextNormalizationOptions.phoneFormattingMode',
    );
  if (message.literatureText !== undefined && message.literatureText !== false)
    writer.bool(24, message.literatureText, 'TextNormalizationOptions.literatureText');
  if (message.profanityFilter !== undefined && message.profanityFilter !== false)
    writer.bool(16, message.profanityFilter, 'TextNormalizationOptions.profanityFilter');
  if (
    message.textNormalization !== undefined &&
    message.textNormalization !== 'TEXT_NORMALIZATION_UNSPECIFIED' &&
    message.textNormalization !== 0
  )
    writer.enum(
      8,
      TextNormalizationOptions_TextNormalizationTable,
      message.textNormalization,
      'TextNormalizationOptions.textNormalization',
    );
}

function readTextNormalizationOptions(
  reader: Reader,
  previous: TextNormalizationOptions | undefined,
): TextNormalizationOptions {
  let textNormalization: TextNormalizationOptions_TextNormalization | number =
    'TEXT_NORMALIZATION_UNSPECIFIED';
  let profanityFilter: boolean = false;
  let literatureText: boolean = false;
  let phoneFormattingMode: TextNormalizationOptions_PhoneFormattingMode | number =
    'PHONE_FORMATTING_MODE_UNSPECIFIED';
  if (previous !== undefined)
    ({ textNormalization, profanityFilter, literatureText, phoneFormattingMode } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        textNormalization = TextNormalizationOptions_TextNormalizationTable.name(reader.int32());
        break;
      case 16:
        profanityFilter = reader.bool();
        break;
      case 24:
        literatureText = reader.bool();
        break;
      case 32:
        phoneFormattingMode = TextNormalizationOptions_PhoneFormattingModeTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { textNormalization, profanityFilter, literatureText, phoneFormattingMode };
}

/** Codec of `speechkit.stt.v3.TextNormalizationOptions`. */
export const TextNormalizationOptions: Codec<TextNormalizationOptions, TextNormalizationOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.TextNormalizationOptions',
    writeTextNormalizationOptions,
    readTextNormalizationOptions,
  );

/**
 * How soon silence counts as the end of an utterance.
 *
 * - `EOU_SENSITIVITY_UNSPECIFIED` (0)
 * - `DEFAULT` (1): Cautious: fewer false ends.
 * - `HIGH` (2): Faster, with more false ends.
 */
export type DefaultEouClassifier_EouSensitivity = 'EOU_SENSITIVITY_UNSPECIFIED' | 'DEFAULT' | 'HIGH';

const DefaultEouClassifier_EouSensitivityTable =
  /* @__PURE__ */ new EnumTable<DefaultEouClassifier_EouSensitivity>(
    'speechkit.stt.v3.DefaultEouClassifier.EouSensitivity',
    {
      EOU_SENSITIVITY_UNSPECIFIED: 0,
      DEFAULT: 1,
      HIGH: 2,
    },
  );

/** End-of-utterance detection by the service. */
export interface DefaultEouClassifier {
  type: DefaultEouClassifier_EouSensitivity | number;
  /** The longest pause in milliseconds that may still be inside an utterance; 0 leaves it to the service. */
  maxPauseBetweenWordsHintMs: number;
}

/** What may be encoded as a {@link DefaultEouClassifier}. */
export interface DefaultEouClassifierInit {
  readonly type?: DefaultEouClassifier_EouSensitivity | number | undefined;
  /** The longest pause in milliseconds that may still be inside an utterance; 0 leaves it to the service. */
  readonly maxPauseBetweenWordsHintMs?: number | undefined;
}

const defaultEouClassifierFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'type',
  'maxPauseBetweenWordsHintMs',
]);

function writeDefaultEouClassifier(writer: Writer, message: DefaultEouClassifierInit): void {
  refuseUnknown('speechkit.stt.v3.DefaultEouClassifier', defaultEouClassifierFields, message);
  if (message.maxPauseBetweenWordsHintMs !== undefined && message.maxPauseBetweenWordsHintMs !== 0)
    writer.int64(16, message.maxPauseBetweenWordsHintMs, 'DefaultEouClassifier.maxPauseBetweenWordsHintMs');
  if (message.type !== undefined && message.type !== 'EOU_SENSITIVITY_UNSPECIFIED' && message.type !== 0)
    writer.enum(8, DefaultEouClassifier_EouSensitivityTable, message.type, 'DefaultEouClassifier.type');
}

function readDefaultEouClassifier(
  reader: Reader,
  previous: DefaultEouClassifier | undefined,
): DefaultEouClassifier {
  let type: DefaultEouClassifier_EouSensitivity | number = 'EOU_SENSITIVITY_UNSPECIFIED';
  let maxPauseBetweenWordsHintMs: number = 0;
  if (previous !== undefined) ({ type, maxPauseBetweenWordsHintMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        type = DefaultEouClassifier_EouSensitivityTable.name(reader.int32());
        break;
      case 16:
        maxPauseBetweenWordsHintMs = reader.int64('DefaultEouClassifier.maxPauseBetweenWordsHintMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { type, maxPauseBetweenWordsHintMs };
}

/** Codec of `speechkit.stt.v3.DefaultEouClassifier`. */
export const DefaultEouClassifier: Codec<DefaultEouClassifier, DefaultEouClassifierInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.DefaultEouClassifier',
    writeDefaultEouClassifier,
    readDefaultEouClassifier,
  );

/** End-of-utterance detection by the client, which sends `eou` messages. */
export interface ExternalEouClassifier {
  readonly [field: string]: never;
}

/** What may be encoded as a {@link ExternalEouClassifier}. */
export interface ExternalEouClassifierInit {
  readonly [field: string]: never;
}

function writeExternalEouClassifier(): void {}

function readExternalEouClassifier(reader: Reader): ExternalEouClassifier {
  while (reader.position < reader.end) reader.skip(reader.tag());
  return {};
}

/** Codec of `speechkit.stt.v3.ExternalEouClassifier`. */
export const ExternalEouClassifier: Codec<ExternalEouClassifier, ExternalEouClassifierInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.ExternalEouClassifier',
    writeExternalEouClassifier,
    readExternalEouClassifier,
  );

/** Who decides where an utterance ends. */
export type EouClassifierOptions = OneOf<{
  defaultClassifier: DefaultEouClassifier;
  externalClassifier: ExternalEouClassifier;
}>;

/** What may be encoded as a {@link EouClassifierOptions}. */
export type EouClassifierOptionsInit = OneOf<{
  defaultClassifier: DefaultEouClassifierInit;
  externalClassifier: ExternalEouClassifierInit;
}>;

const eouClassifierOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'defaultClassifier',
  'externalClassifier',
]);

function writeEouClassifierOptions(writer: Writer, message: EouClassifierOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.EouClassifierOptions', eouClassifierOptionsFields, message);
  if (
    (message.defaultClassifier === undefined ? 0 : 1) + (message.externalClassifier === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'speechkit.stt.v3.EouClassifierOptions',
      'Classifier',
      ['defaultClassifier', 'externalClassifier'],
      message,
    );
  }
  if (message.externalClassifier !== undefined)
    writer.message(
      18,
      writeExternalEouClassifier,
      message.externalClassifier,
      'EouClassifierOptions.externalClassifier',
    );
  if (message.defaultClassifier !== undefined)
    writer.message(
      10,
      writeDefaultEouClassifier,
      message.defaultClassifier,
      'EouClassifierOptions.defaultClassifier',
    );
}

function readEouClassifierOptions(
  reader: Reader,
  previous: EouClassifierOptions | undefined,
): EouClassifierOptions {
  let defaultClassifier: DefaultEouClassifier | undefined;
  let externalClassifier: ExternalEouClassifier | undefined;
  if (previous !== undefined) ({ defaultClassifier, externalClassifier } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        defaultClassifier = reader.message(readDefaultEouClassifier, defaultClassifier);
        externalClassifier = undefined;
        break;
      case 18:
        externalClassifier = reader.message(readExternalEouClassifier, externalClassifier);
        defaultClassifier = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { defaultClassifier, externalClassifier } as EouClassifierOptions;
}

/** Codec of `speechkit.stt.v3.EouClassifierOptions`. */
export const EouClassifierOptions: Codec<EouClassifierOptions, EouClassifierOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.EouClassifierOptions',
    writeEouClassifierOptions,
    readEouClassifierOptions,
  );

/**
 * A kind of result that a classifier runs on.
 *
 * - `TRIGGER_TYPE_UNSPECIFIED` (0)
 * - `ON_UTTERANCE` (1)
 * - `ON_FINAL` (2)
 * - `ON_PARTIAL` (3)
 */
export type RecognitionClassifier_TriggerType =
  'TRIGGER_TYPE_UNSPECIFIED' | 'ON_UTTERANCE' | 'ON_FINAL' | 'ON_PARTIAL';

const RecognitionClassifier_TriggerTypeTable =
  /* @__PURE__ */ new EnumTable<RecognitionClassifier_TriggerType>(
    'speechkit.stt.v3.RecognitionClassifier.TriggerType',
    {
      TRIGGER_TYPE_UNSPECIFIED: 0,
      ON_UTTERANCE: 1,
      ON_FINAL: 2,
      ON_PARTIAL: 3,
    },
  );

/** A classifier to run on the speech. */
export interface RecognitionClassifier {
  /** Its name, for example `negative` or `answerphone`. */
  classifier: string;
  /** On which results it runs. */
  triggers: (RecognitionClassifier_TriggerType | number)[];
}

/** What may be encoded as a {@link RecognitionClassifier}. */
export interface RecognitionClassifierInit {
  /** Its name, for example `negative` or `answerphone`. */
  readonly classifier?: string | undefined;
  /** On which results it runs. */
  readonly triggers?: readonly (RecognitionClassifier_TriggerType | number)[] | undefined;
}

const recognitionClassifierFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['classifier', 'triggers']);

function writeRecognitionClassifier(writer: Writer, message: RecognitionClassifierInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionClassifier', recognitionClassifierFields, message);
  if (message.triggers !== undefined)
    writer.packedEnums(
      18,
      RecognitionClassifier_TriggerTypeTable,
      message.triggers,
      'RecognitionClassifier.triggers',
    );
  if (message.classifier !== undefined && message.classifier !== '')
    writer.string(10, message.classifier, 'RecognitionClassifier.classifier');
}

function readRecognitionClassifier(
  reader: Reader,
  previous: RecognitionClassifier | undefined,
): RecognitionClassifier {
  let classifier: string = '';
  let triggers: (RecognitionClassifier_TriggerType | number)[] = [];
  if (previous !== undefined) ({ classifier, triggers } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        classifier = reader.string();
        break;
      case 16:
        triggers.push(RecognitionClassifier_TriggerTypeTable.name(reader.int32()));
        break;
      case 18: {
        const outer = reader.enter();
        while (reader.position < reader.end)
          triggers.push(RecognitionClassifier_TriggerTypeTable.name(reader.int32()));
        reader.leave(outer);
        break;
      }
      default:
        reader.skip(tag);
    }
  }
  return { classifier, triggers };
}

/** Codec of `speechkit.stt.v3.RecognitionClassifier`. */
export const RecognitionClassifier: Codec<RecognitionClassifier, RecognitionClassifierInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.RecognitionClassifier',
    writeRecognitionClassifier,
    readRecognitionClassifier,
  );

/** The classifiers of a session. */
export interface RecognitionClassifierOptions {
  classifiers: RecognitionClassifier[];
}

/** What may be encoded as a {@link RecognitionClassifierOptions}. */
export interface RecognitionClassifierOptionsInit {
  readonly classifiers?: readonly RecognitionClassifierInit[] | undefined;
}

const recognitionClassifierOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['classifiers']);

function writeRecognitionClassifierOptions(writer: Writer, message: RecognitionClassifierOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionClassifierOptions', recognitionClassifierOptionsFields, message);
  if (message.classifiers !== undefined)
    writer.messages(
      10,
      writeRecognitionClassifier,
      message.classifiers,
      'RecognitionClassifierOptions.classifiers',
    );
}

function readRecognitionClassifierOptions(
  reader: Reader,
  previous: RecognitionClassifierOptions | undefined,
): RecognitionClassifierOptions {
  let classifiers: RecognitionClassifier[] = [];
  if (previous !== undefined) ({ classifiers } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        classifiers.push(reader.message(readRecognitionClassifier, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { classifiers };
}

/** Codec of `speechkit.stt.v3.RecognitionClassifierOptions`. */
export const RecognitionClassifierOptions: Codec<
  RecognitionClassifierOptions,
  RecognitionClassifierOptionsInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.RecognitionClassifierOptions',
  writeRecognitionClassifierOptions,
  readRecognitionClassifierOptions,
);

/** Settings of the analysis of each speaker. */
export interface SpeakerAnalysisOptions {
  /** Pauses shorter than this are not counted as silence. */
  silenceThresholdMs: number;
}

/** What may be encoded as a {@link SpeakerAnalysisOptions}. */
export interface SpeakerAnalysisOptionsInit {
  /** Pauses shorter than this are not counted as silence. */
  readonly silenceThresholdMs?: number | undefined;
}

const speakerAnalysisOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['silenceThresholdMs']);

function writeSpeakerAnalysisOptions(writer: Writer, message: SpeakerAnalysisOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.SpeakerAnalysisOptions', speakerAnalysisOptionsFields, message);
  if (message.silenceThresholdMs !== undefined && message.silenceThresholdMs !== 0)
    writer.int64(8, message.silenceThresholdMs, 'SpeakerAnalysisOptions.silenceThresholdMs');
}

function readSpeakerAnalysisOptions(
  reader: Reader,
  previous: SpeakerAnalysisOptions | undefined,
): SpeakerAnalysisOptions {
  let silenceThresholdMs: number = 0;
  if (previous !== undefined) ({ silenceThresholdMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        silenceThresholdMs = reader.int64('SpeakerAnalysisOptions.silenceThresholdMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { silenceThresholdMs };
}

/** Codec of `speechkit.stt.v3.SpeakerAnalysisOptions`. */
export const SpeakerAnalysisOptions: Codec<SpeakerAnalysisOptions, SpeakerAnalysisOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.SpeakerAnalysisOptions',
    writeSpeakerAnalysisOptions,
    readSpeakerAnalysisOptions,
  );

/** Settings of the analysis of speakers together. */
export interface ConversationAnalysisOptions {
  /** Common silence shorter than this is not counted. */
  simultaneousSilenceThresholdMs: number;
  /** Common speech shorter than this is not counted. */
  simultaneousSpeechThresholdMs: number;
}

/** What may be encoded as a {@link ConversationAnalysisOptions}. */
export interface ConversationAnalysisOptionsInit {
  /** Common silence shorter than this is not counted. */
  readonly simultaneousSilenceThresholdMs?: number | undefined;
  /** Common speech shorter than this is not counted. */
  readonly simultaneousSpeechThresholdMs?: number | undefined;
}

const conversationAnalysisOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'simultaneousSilenceThresholdMs',
  'simultaneousSpeechThresholdMs',
]);

function writeConversationAnalysisOptions(writer: Writer, message: ConversationAnalysisOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.ConversationAnalysisOptions', conversationAnalysisOptionsFields, message);
  if (message.simultaneousSpeechThresholdMs !== undefined && message.simultaneousSpeechThresholdMs !== 0)
    writer.int64(
      16,
      message.simultaneousSpeechThresholdMs,
      'ConversationAnalysisOptions.simultaneousSpeechThresholdMs',
    );
  if (message.simultaneousSilenceThresholdMs !== undefined && message.simultaneousSilenceThresholdMs !== 0)
    writer.int64(
      8,
      message.simultaneousSilenceThresholdMs,
      'ConversationAnalysisOptions.simultaneousSilenceThresholdMs',
    );
}

function readConversationAnalysisOptions(
  reader: Reader,
  previous: ConversationAnalysisOptions | undefined,
): ConversationAnalysisOptions {
  let simultaneousSilenceThresholdMs: number = 0;
  let simultaneousSpeechThresholdMs: number = 0;
  if (previous !== undefined) ({ simultaneousSilenceThresholdMs, simultaneousSpeechThresholdMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        simultaneousSilenceThresholdMs = reader.int64(
          'ConversationAnalysisOptions.simultaneousSilenceThresholdMs',
        );
        break;
      case 16:
        simultaneousSpeechThresholdMs = reader.int64(
          'ConversationAnalysisOptions.simultaneousSpeechThresholdMs',
        );
        break;
      default:
        reader.skip(tag);
    }
  }
  return { simultaneousSilenceThresholdMs, simultaneousSpeechThresholdMs };
}

/** Codec of `speechkit.stt.v3.ConversationAnalysisOptions`. */
export const ConversationAnalysisOptions: Codec<
  ConversationAnalysisOptions,
  ConversationAnalysisOptionsInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.ConversationAnalysisOptions',
  writeConversationAnalysisOptions,
  readConversationAnalysisOptions,
);

/** Which statistics of the speech to make. */
export interface SpeechAnalysisOptions {
  enableSpeakerAnalysis: boolean;
  enableConversationAnalysis: boolean;
  /** The quantiles to report, each between 0 and 1. */
  descriptiveStatisticsQuantiles: number[];
  speakerOptions?: SpeakerAnalysisOptions | undefined;
  /** The misspelling is the real name of the field. */
  converstationOptions?: ConversationAnalysisOptions | undefined;
}

/** What may be encoded as a {@link SpeechAnalysisOptions}. */
export interface SpeechAnalysisOptionsInit {
  readonly enableSpeakerAnalysis?: boolean | undefined;
  readonly enableConversationAnalysis?: boolean | undefined;
  /** The quantiles to report, each between 0 and 1. */
  readonly descriptiveStatisticsQuantiles?: readonly number[] | undefined;
  readonly speakerOptions?: SpeakerAnalysisOptionsInit | undefined;
  /** The misspelling is the real name of the field. */
  readonly converstationOptions?: ConversationAnalysisOptionsInit | undefined;
}

const speechAnalysisOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'enableSpeakerAnalysis',
  'enableConversationAnalysis',
  'descriptiveStatisticsQuantiles',
  'speakerOptions',
  'converstationOptions',
]);

function writeSpeechAnalysisOptions(writer: Writer, message: SpeechAnalysisOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.SpeechAnalysisOptions', speechAnalysisOptionsFields, message);
  if (message.converstationOptions !== undefined)
    writer.message(
      42,
      writeConversationAnalysisOptions,
      message.converstationOptions,
      'SpeechAnalysisOptions.converstationOptions',
    );
  if (message.speakerOptions !== undefined)
    writer.message(
      34,
      writeSpeakerAnalysisOptions,
      message.speakerOptions,
      'SpeechAnalysisOptions.speakerOptions',
    );
  if (message.descriptiveStatisticsQuantiles !== undefined)
    writer.packedDoubles(
      26,
      message.descriptiveStatisticsQuantiles,
      'SpeechAnalysisOptions.descriptiveStatisticsQuantiles',
    );
  if (message.enableConversationAnalysis !== undefined && message.enableConversationAnalysis !== false)
    writer.bool(16, message.enableConversationAnalysis, 'SpeechAnalysisOptions.enableConversationAnalysis');
  if (message.enableSpeakerAnalysis !== undefined && message.enableSpeakerAnalysis !== false)
    writer.bool(8, message.enableSpeakerAnalysis, 'SpeechAnalysisOptions.enableSpeakerAnalysis');
}

function readSpeechAnalysisOptions(
  reader: Reader,
  previous: SpeechAnalysisOptions | undefined,
): SpeechAnalysisOptions {
  let enableSpeakerAnalysis: boolean = false;
  let enableConversationAnalysis: boolean = false;
  let descriptiveStatisticsQuantiles: number[] = [];
  let speakerOptions: SpeakerAnalysisOptions | undefined;
  let converstationOptions: ConversationAnalysisOptions | undefined;
  if (previous !== undefined)
    ({
      enableSpeakerAnalysis,
      enableConversationAnalysis,
      descriptiveStatisticsQuantiles,
      speakerOptions,
      converstationOptions,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        enableSpeakerAnalysis = reader.bool();
        break;
      case 16:
        enableConversationAnalysis = reader.bool();
        break;
      case 25:
        descriptiveStatisticsQuantiles.push(reader.double());
        break;
      case 26: {
        const outer = reader.enter();
        while (reader.position < reader.end) descriptiveStatisticsQuantiles.push(reader.double());
        reader.leave(outer);
        break;
      }
      case 34:
        speakerOptions = reader.message(readSpeakerAnalysisOptions, speakerOptions);
        break;
      case 42:
        converstationOptions = reader.message(readConversationAnalysisOptions, converstationOptions);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    enableSpeakerAnalysis,
    enableConversationAnalysis,
    descriptiveStatisticsQuantiles,
    speakerOptions,
    converstationOptions,
  };
}

/** Codec of `speechkit.stt.v3.SpeechAnalysisOptions`. */
export const SpeechAnalysisOptions: Codec<SpeechAnalysisOptions, SpeechAnalysisOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.SpeechAnalysisOptions',
    writeSpeechAnalysisOptions,
    readSpeechAnalysisOptions,
  );

/**
 * How samples are stored.
 *
 * - `AUDIO_ENCODING_UNSPECIFIED` (0)
 * - `LINEAR16_PCM` (1): Signed 16-bit little-endian samples.
 */
export type RawAudio_AudioEncoding = 'AUDIO_ENCODING_UNSPECIFIED' | 'LINEAR16_PCM';

const RawAudio_AudioEncodingTable = /* @__PURE__ */ new EnumTable<RawAudio_AudioEncoding>(
  'speechkit.stt.v3.RawAudio.AudioEncoding',
  {
    AUDIO_ENCODING_UNSPECIFIED: 0,
    LINEAR16_PCM: 1,
  },
);

/** Audio without a container. */
export interface RawAudio {
  audioEncoding: RawAudio_AudioEncoding | number;
  /** Documented rates are 8000, 16000 and 48000. */
  sampleRateHertz: number;
  /** Live recognition takes one channel only. */
  audioChannelCount: number;
}

/** What may be encoded as a {@link RawAudio}. */
export interface RawAudioInit {
  readonly audioEncoding?: RawAudio_AudioEncoding | number | undefined;
  /** Documented rates are 8000, 16000 and 48000. */
  readonly sampleRateHertz?: number | undefined;
  /** Live recognition takes one channel only. */
  readonly audioChannelCount?: number | undefined;
}

const rawAudioFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'audioEncoding',
  'sampleRateHertz',
  'audioChannelCount',
]);

function writeRawAudio(writer: Writer, message: RawAudioInit): void {
  refuseUnknown('speechkit.stt.v3.RawAudio', rawAudioFields, message);
  if (message.audioChannelCount !== undefined && message.audioChannelCount !== 0)
    writer.int64(24, message.audioChannelCount, 'RawAudio.audioChannelCount');
  if (message.sampleRateHertz !== undefined && message.sampleRateHertz !== 0)
    writer.int64(16, message.sampleRateHertz, 'RawAudio.sampleRateHertz');
  if (
    message.audioEncoding !== undefined &&
    message.audioEncoding !== 'AUDIO_ENCODING_UNSPECIFIED' &&
    message.audioEncoding !== 0
  )
    writer.enum(8, RawAudio_AudioEncodingTable, message.audioEncoding, 'RawAudio.audioEncoding');
}

function readRawAudio(reader: Reader, previous: RawAudio | undefined): RawAudio {
  let audioEncoding: RawAudio_AudioEncoding | number = 'AUDIO_ENCODING_UNSPECIFIED';
  let sampleRateHertz: number = 0;
  let audioChannelCount: number = 0;
  if (previous !== undefined) ({ audioEncoding, sampleRateHertz, audioChannelCount } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        audioEncoding = RawAudio_AudioEncodingTable.name(reader.int32());
        break;
      case 16:
        sampleRateHertz = reader.int64('RawAudio.sampleRateHertz');
        break;
      case 24:
        audioChannelCount = reader.int64('RawAudio.audioChannelCount');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { audioEncoding, sampleRateHertz, audioChannelCount };
}

/** Codec of `speechkit.stt.v3.RawAudio`. */
export const RawAudio: Codec<RawAudio, RawAudioInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.RawAudio',
  writeRawAudio,
  readRawAudio,
);

/**
 * The kind of container.
 *
 * - `CONTAINER_AUDIO_TYPE_UNSPECIFIED` (0)
 * - `WAV` (1)
 * - `OGG_OPUS` (2)
 * - `MP3` (3)
 */
export type ContainerAudio_ContainerAudioType =
  'CONTAINER_AUDIO_TYPE_UNSPECIFIED' | 'WAV' | 'OGG_OPUS' | 'MP3';

const ContainerAudio_ContainerAudioTypeTable =
  /* @__PURE__ */ new EnumTable<ContainerAudio_ContainerAudioType>(
    'speechkit.stt.v3.ContainerAudio.ContainerAudioType',
    {
      CONTAINER_AUDIO_TYPE_UNSPECIFIED: 0,
      WAV: 1,
      OGG_OPUS: 2,
      MP3: 3,
    },
  );

/** Audio in a container that describes itself. */
export interface ContainerAudio {
  containerAudioType: ContainerAudio_ContainerAudioType | number;
}

/** What may be encoded as a {@link ContainerAudio}. */
export interface ContainerAudioInit {
  readonly containerAudioType?: ContainerAudio_ContainerAudioType | number | undefined;
}

const containerAudioFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['containerAudioType']);

function writeContainerAudio(writer: Writer, message: ContainerAudioInit): void {
  refuseUnknown('speechkit.stt.v3.ContainerAudio', containerAudioFields, message);
  if (
    message.containerAudioType !== undefined &&
    message.containerAudioType !== 'CONTAINER_AUDIO_TYPE_UNSPECIFIED' &&
    message.containerAudioType !== 0
  )
    writer.enum(
      8,
      ContainerAudio_ContainerAudioTypeTable,
      message.containerAudioType,
      'ContainerAudio.containerAudioType',
    );
}

function readContainerAudio(reader: Reader, previous: ContainerAudio | undefined): ContainerAudio {
  let containerAudioType: ContainerAudio_ContainerAudioType | number = 'CONTAINER_AUDIO_TYPE_UNSPECIFIED';
  if (previous !== undefined) ({ containerAudioType } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        containerAudioType = ContainerAudio_ContainerAudioTypeTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { containerAudioType };
}

/** Codec of `speechkit.stt.v3.ContainerAudio`. */
export const ContainerAudio: Codec<ContainerAudio, ContainerAudioInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.ContainerAudio',
  writeContainerAudio,
  readContainerAudio,
);

/** The format of the audio that will be sent. */
export type AudioFormatOptions = OneOf<{
  rawAudio: RawAudio;
  containerAudio: ContainerAudio;
}>;

/** What may be encoded as a {@link AudioFormatOptions}. */
export type AudioFormatOptionsInit = OneOf<{
  rawAudio: RawAudioInit;
  containerAudio: ContainerAudioInit;
}>;

const audioFormatOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['rawAudio', 'containerAudio']);

function writeAudioFormatOptions(writer: Writer, message: AudioFormatOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.AudioFormatOptions', audioFormatOptionsFields, message);
  if ((message.rawAudio === undefined ? 0 : 1) + (message.containerAudio === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'speechkit.stt.v3.AudioFormatOptions',
      'AudioFormat',
      ['rawAudio', 'containerAudio'],
      message,
    );
  }
  if (message.containerAudio !== undefined)
    writer.message(18, writeContainerAudio, message.containerAudio, 'AudioFormatOptions.containerAudio');
  if (message.rawAudio !== undefined)
    writer.message(10, writeRawAudio, message.rawAudio, 'AudioFormatOptions.rawAudio');
}

function readAudioFormatOptions(
  reader: Reader,
  previous: AudioFormatOptions | undefined,
): AudioFormatOptions {
  let rawAudio: RawAudio | undefined;
  let containerAudio: ContainerAudio | undefined;
  if (previous !== undefined) ({ rawAudio, containerAudio } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        rawAudio = reader.message(readRawAudio, rawAudio);
        containerAudio = undefined;
        break;
      case 18:
        containerAudio = reader.message(readContainerAudio, containerAudio);
        rawAudio = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { rawAudio, containerAudio } as AudioFormatOptions;
}

/** Codec of `speechkit.stt.v3.AudioFormatOptions`. */
export const AudioFormatOptions: Codec<AudioFormatOptions, AudioFormatOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.AudioFormatOptions',
    writeAudioFormatOptions,
    readAudioFormatOptions,
  );

/**
 * Whether the languages are the expected or the excluded ones.
 *
 * - `LANGUAGE_RESTRICTION_TYPE_UNSPECIFIED` (0)
 * - `WHITELIST` (1)
 * - `BLACKLIST` (2)
 */
export type LanguageRestrictionOptions_LanguageRestrictionType =
  'LANGUAGE_RESTRICTION_TYPE_UNSPECIFIED' | 'WHITELIST' | 'BLACKLIST';

const LanguageRestrictionOptions_LanguageRestrictionTypeTable =
  /* @__PURE__ */ new EnumTable<LanguageRestrictionOptions_LanguageRestrictionType>(
    'speechkit.stt.v3.LanguageRestrictionOptions.LanguageRestrictionType',
    {
      LANGUAGE_RESTRICTION_TYPE_UNSPECIFIED: 0,
      WHITELIST: 1,
      BLACKLIST: 2,
    },
  );

/** Which languages to expect: guidance for the model, not a strict filter. */
export interface LanguageRestrictionOptions {
  restrictionType: LanguageRestrictionOptions_LanguageRestrictionType | number;
  /** Codes such as `ru-RU`, or `auto`. */
  languageCode: string[];
}

/** What may be encoded as a {@link LanguageRestrictionOptions}. */
export interface LanguageRestrictionOptionsInit {
  readonly restrictionType?: LanguageRestrictionOptions_LanguageRestrictionType | number | undefined;
  /** Codes such as `ru-RU`, or `auto`. */
  readonly languageCode?: readonly string[] | undefined;
}

const languageRestrictionOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'restrictionType',
  'languageCode',
]);

function writeLanguageRestrictionOptions(writer: Writer, message: LanguageRestrictionOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.LanguageRestrictionOptions', languageRestrictionOptionsFields, message);
  if (message.languageCode !== undefined)
    writer.strings(18, message.languageCode, 'LanguageRestrictionOptions.languageCode');
  if (
    message.restrictionType !== undefined &&
    message.restrictionType !== 'LANGUAGE_RESTRICTION_TYPE_UNSPECIFIED' &&
    message.restrictionType !== 0
  )
    writer.enum(
      8,
      LanguageRestrictionOptions_LanguageRestrictionTypeTable,
      message.restrictionType,
      'LanguageRestrictionOptions.restrictionType',
    );
}

function readLanguageRestrictionOptions(
  reader: Reader,
  previous: LanguageRestrictionOptions | undefined,
): LanguageRestrictionOptions {
  let restrictionType: LanguageRestrictionOptions_LanguageRestrictionType | number =
    'LANGUAGE_RESTRICTION_TYPE_UNSPECIFIED';
  let languageCode: string[] = [];
  if (previous !== undefined) ({ restrictionType, languageCode } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        restrictionType = LanguageRestrictionOptions_LanguageRestrictionTypeTable.name(reader.int32());
        break;
      case 18:
        languageCode.push(reader.string());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { restrictionType, languageCode };
}

/** Codec of `speechkit.stt.v3.LanguageRestrictionOptions`. */
export const LanguageRestrictionOptions: Codec<LanguageRestrictionOptions, LanguageRestrictionOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.LanguageRestrictionOptions',
    writeLanguageRestrictionOptions,
    readLanguageRestrictionOptions,
  );

/** A JSON Schema that an answer has to satisfy. */
export interface JsonSchema {
  schema?: JsonObject | undefined;
}

/** What may be encoded as a {@link JsonSchema}. */
export interface JsonSchemaInit {
  readonly schema?: JsonObject | undefined;
}

const jsonSchemaFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['schema']);

function writeJsonSchema(writer: Writer, message: JsonSchemaInit): void {
  refuseUnknown('speechkit.stt.v3.JsonSchema', jsonSchemaFields, message);
  if (message.schema !== undefined) writer.message(10, writeStruct, message.schema, 'JsonSchema.schema');
}

function readJsonSchema(reader: Reader, previous: JsonSchema | undefined): JsonSchema {
  let schema: JsonObject | undefined;
  if (previous !== undefined) ({ schema } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        schema = reader.message(readStruct, schema);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { schema };
}

/** Codec of `speechkit.stt.v3.JsonSchema`. */
export const JsonSchema: Codec<JsonSchema, JsonSchemaInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.JsonSchema',
  writeJsonSchema,
  readJsonSchema,
);

/** One question to ask a language model about the conversation. */
export type SummarizationProperty = {
  /** What to find out or to sum up. */
  instruction: string;
} & OneOf<{
  /** Any JSON object will do as the answer. */
  jsonObject: boolean;
  jsonSchema: JsonSchema;
}>;

/** What may be encoded as a {@link SummarizationProperty}. */
export type SummarizationPropertyInit = {
  /** What to find out or to sum up. */
  readonly instruction?: string | undefined;
} & OneOf<{
  /** Any JSON object will do as the answer. */
  jsonObject: boolean;
  jsonSchema: JsonSchemaInit;
}>;

const summarizationPropertyFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'instruction',
  'jsonObject',
  'jsonSchema',
]);

function writeSummarizationProperty(writer: Writer, message: SummarizationPropertyInit): void {
  refuseUnknown('speechkit.stt.v3.SummarizationProperty', summarizationPropertyFields, message);
  if ((message.jsonObject === undefined ? 0 : 1) + (message.jsonSchema === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'speechkit.stt.v3.SummarizationProperty',
      'ResponseFormat',
      ['jsonObject', 'jsonSchema'],
      message,
    );
  }
  if (message.jsonSchema !== undefined)
    writer.message(26, writeJsonSchema, message.jsonSchema, 'SummarizationProperty.jsonSchema');
  if (message.jsonObject !== undefined)
    writer.bool(16, message.jsonObject, 'SummarizationProperty.jsonObject');
  if (message.instruction !== undefined && message.instruction !== '')
    writer.string(10, message.instruction, 'SummarizationProperty.instruction');
}

function readSummarizationProperty(
  reader: Reader,
  previous: SummarizationProperty | undefined,
): SummarizationProperty {
  let instruction: string = '';
  let jsonObject: boolean | undefined;
  let jsonSchema: JsonSchema | undefined;
  if (previous !== undefined) ({ instruction, jsonObject, jsonSchema } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        instruction = reader.string();
        break;
      case 16:
        jsonObject = reader.bool();
        jsonSchema = undefined;
        break;
      case 26:
        jsonSchema = reader.message(readJsonSchema, jsonSchema);
        jsonObject = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { instruction, jsonObject, jsonSchema } as SummarizationProperty;
}

/** Codec of `speechkit.stt.v3.SummarizationProperty`. */
export const SummarizationProperty: Codec<SummarizationProperty, SummarizationPropertyInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.SummarizationProperty',
    writeSummarizationProperty,
    readSummarizationProperty,
  );

/** A summary of the conversation by a language model. */
export interface SummarizationOptions {
  /** The language model, as `gpt://<folder>/<model>`. */
  modelUri: string;
  properties: SummarizationProperty[];
}

/** What may be encoded as a {@link SummarizationOptions}. */
export interface SummarizationOptionsInit {
  /** The language model, as `gpt://<folder>/<model>`. */
  readonly modelUri?: string | undefined;
  readonly properties?: readonly SummarizationPropertyInit[] | undefined;
}

const summarizationOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['modelUri', 'properties']);

function writeSummarizationOptions(writer: Writer, message: SummarizationOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.SummarizationOptions', summarizationOptionsFields, message);
  if (message.properties !== undefined)
    writer.messages(18, writeSummarizationProperty, message.properties, 'SummarizationOptions.properties');
  if (message.modelUri !== undefined && message.modelUri !== '')
    writer.string(10, message.modelUri, 'SummarizationOptions.modelUri');
}

function readSummarizationOptions(
  reader: Reader,
  previous: SummarizationOptions | undefined,
): SummarizationOptions {
  let modelUri: string = '';
  let properties: SummarizationProperty[] = [];
  if (previous !== undefined) ({ modelUri, properties } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        modelUri = reader.string();
        break;
      case 18:
        properties.push(reader.message(readSummarizationProperty, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { modelUri, properties };
}

/** Codec of `speechkit.stt.v3.SummarizationOptions`. */
export const SummarizationOptions: Codec<SummarizationOptions, SummarizationOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.SummarizationOptions',
    writeSummarizationOptions,
    readSummarizationOptions,
  );

/** The answer to one `SummarizationProperty`. */
export interface SummarizationPropertyResult {
  response: string;
}

/** What may be encoded as a {@link SummarizationPropertyResult}. */
export interface SummarizationPropertyResultInit {
  readonly response?: string | undefined;
}

const summarizationPropertyResultFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['response']);

function writeSummarizationPropertyResult(writer: Writer, message: SummarizationPropertyResultInit): void {
  refuseUnknown('speechkit.stt.v3.SummarizationPropertyResult', summarizationPropertyResultFields, message);
  if (message.response !== undefined && message.response !== '')
    writer.string(10, message.response, 'SummarizationPropertyResult.response');
}

function readSummarizationPropertyResult(
  reader: Reader,
  previous: SummarizationPropertyResult | undefined,
): SummarizationPropertyResult {
  let response: string = '';
  if (previous !== undefined) ({ response } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        response = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { response };
}

/** Codec of `speechkit.stt.v3.SummarizationPropertyResult`. */
export const SummarizationPropertyResult: Codec<
  SummarizationPropertyResult,
  SummarizationPropertyResultInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.SummarizationPropertyResult',
  writeSummarizationPropertyResult,
  readSummarizationPropertyResult,
);

/**
 * Whether audio comes as it is spoken or all at once.
 *
 * - `AUDIO_PROCESSING_TYPE_UNSPECIFIED` (0)
 * - `REAL_TIME` (1)
 * - `FULL_DATA` (2)
 */
export type RecognitionModelOptions_AudioProcessingType =
  'AUDIO_PROCESSING_TYPE_UNSPECIFIED' | 'REAL_TIME' | 'FULL_DATA';

const RecognitionModelOptions_AudioProcessingTypeTable =
  /* @__PURE__ */ new EnumTable<RecognitionModelOptions_AudioProcessingType>(
    'speechkit.stt.v3.RecognitionModelOptions.AudioProcessingType',
    {
      AUDIO_PROCESSING_TYPE_UNSPECIFIED: 0,
      REAL_TIME: 1,
      FULL_DATA: 2,
    },
  );

/** What is recognised and how. */
export interface RecognitionModelOptions {
  /** `general`, `general:rc` or `general:deprecated`; empty means the default. */
  model: string;
  audioFormat?: AudioFormatOptions | undefined;
  textNormalization?: TextNormalizationOptions | undefined;
  languageRestriction?: LanguageRestrictionOptions | undefined;
  audioProcessingType: RecognitionModelOptions_AudioProcessingType | number;
}

/** What may be encoded as a {@link RecognitionModelOptions}. */
export interface RecognitionModelOptionsInit {
  /** `general`, `general:rc` or `general:deprecated`; empty means the default. */
  readonly model?: string | undefined;
  readonly audioFormat?: AudioFormatOptionsInit | undefined;
  readonly textNormalization?: TextNormalizationOptionsInit | undefined;
  readonly languageRestriction?: LanguageRestrictionOptionsInit | undefined;
  readonly audioProcessingType?: RecognitionModelOptions_AudioProcessingType | number | undefined;
}

const recognitionModelOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'model',
  'audioFormat',
  'textNormalization',
  'languageRestriction',
  'audioProcessingType',
]);

function writeRecognitionModelOptions(writer: Writer, message: RecognitionModelOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionModelOptions', recognitionModelOptionsFields, message);
  if (
    message.audioProcessingType !== undefined &&
    message.audioProcessingType !== 'AUDIO_PROCESSING_TYPE_UNSPECIFIED' &&
    message.audioProcessingType !== 0
  )
    writer.enum(
      40,
      RecognitionModelOptions_AudioProcessingTypeTable,
      message.audioProcessingType,
      'RecognitionModelOptions.audioProcessingType',
    );
  if (message.languageRestriction !== undefined)
    writer.message(
      34,
      writeLanguageRestrictionOptions,
      message.languageRestriction,
      'RecognitionModelOptions.languageRestriction',
    );
  if (message.textNormalization !== undefined)
    writer.message(
      26,
      writeTextNormalizationOptions,
      message.textNormalization,
      'RecognitionModelOptions.textNormalization',
    );
  if (message.audioFormat !== undefined)
    writer.message(18, writeAudioFormatOptions, message.audioFormat, 'RecognitionModelOptions.audioFormat');
  if (message.model !== undefined && message.model !== '')
    writer.string(10, message.model, 'RecognitionModelOptions.model');
}

function readRecognitionModelOptions(
  reader: Reader,
  previous: RecognitionModelOptions | undefined,
): RecognitionModelOptions {
  let model: string = '';
  let audioFormat: AudioFormatOptions | undefined;
  let textNormalization: TextNormalizationOptions | undefined;
  let languageRestriction: LanguageRestrictionOptions | undefined;
  let audioProcessingType: RecognitionModelOptions_AudioProcessingType | number =
    'AUDIO_PROCESSING_TYPE_UNSPECIFIED';
  if (previous !== undefined)
    ({ model, audioFormat, textNormalization, languageRestriction, audioProcessingType } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        model = reader.string();
        break;
      case 18:
        audioFormat = reader.message(readAudioFormatOptions, audioFormat);
        break;
      case 26:
        textNormalization = reader.message(readTextNormalizationOptions, textNormalization);
        break;
      case 34:
        languageRestriction = reader.message(readLanguageRestrictionOptions, languageRestriction);
        break;
      case 40:
        audioProcessingType = RecognitionModelOptions_AudioProcessingTypeTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { model, audioFormat, textNormalization, languageRestriction, audioProcessingType };
}

/** Codec of `speechkit.stt.v3.RecognitionModelOptions`. */
export const RecognitionModelOptions: Codec<RecognitionModelOptions, RecognitionModelOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.RecognitionModelOptions',
    writeRecognitionModelOptions,
    readRecognitionModelOptions,
  );

/**
 * Whether speakers are told apart.
 *
 * - `SPEAKER_LABELING_UNSPECIFIED` (0)
 * - `SPEAKER_LABELING_ENABLED` (1)
 * - `SPEAKER_LABELING_DISABLED` (2)
 */
export type SpeakerLabelingOptions_SpeakerLabeling =
  'SPEAKER_LABELING_UNSPECIFIED' | 'SPEAKER_LABELING_ENABLED' | 'SPEAKER_LABELING_DISABLED';

const SpeakerLabelingOptions_SpeakerLabelingTable =
  /* @__PURE__ */ new EnumTable<SpeakerLabelingOptions_SpeakerLabeling>(
    'speechkit.stt.v3.SpeakerLabelingOptions.SpeakerLabeling',
    {
      SPEAKER_LABELING_UNSPECIFIED: 0,
      SPEAKER_LABELING_ENABLED: 1,
      SPEAKER_LABELING_DISABLED: 2,
    },
  );

/** Telling speakers apart. */
export interface SpeakerLabelingOptions {
  speakerLabeling: SpeakerLabelingOptions_SpeakerLabeling | number;
}

/** What may be encoded as a {@link SpeakerLabelingOptions}. */
export interface SpeakerLabelingOptionsInit {
  readonly speakerLabeling?: SpeakerLabelingOptions_SpeakerLabeling | number | undefined;
}

const speakerLabelingOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['speakerLabeling']);

function writeSpeakerLabelingOptions(writer: Writer, message: SpeakerLabelingOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.SpeakerLabelingOptions', speakerLabelingOptionsFields, message);
  if (
    message.speakerLabeling !== undefined &&
    message.speakerLabeling !== 'SPEAKER_LABELING_UNSPECIFIED' &&
    message.speakerLabeling !== 0
  )
    writer.enum(
      8,
      SpeakerLabelingOptions_SpeakerLabelingTable,
      message.speakerLabeling,
      'SpeakerLabelingOptions.speakerLabeling',
    );
}

function readSpeakerLabelingOptions(
  reader: Reader,
  previous: SpeakerLabelingOptions | undefined,
): SpeakerLabelingOptions {
  let speakerLabeling: SpeakerLabelingOptions_SpeakerLabeling | number = 'SPEAKER_LABELING_UNSPECIFIED';
  if (previous !== undefined) ({ speakerLabeling } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        speakerLabeling = SpeakerLabelingOptions_SpeakerLabelingTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { speakerLabeling };
}

/** Codec of `speechkit.stt.v3.SpeakerLabelingOptions`. */
export const SpeakerLabelingOptions: Codec<SpeakerLabelingOptions, SpeakerLabelingOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.SpeakerLabelingOptions',
    writeSpeakerLabelingOptions,
    readSpeakerLabelingOptions,
  );

/** The settings of a session: sent first and only once. */
export interface StreamingOptions {
  recognitionModel?: RecognitionModelOptions | undefined;
  eouClassifier?: EouClassifierOptions | undefined;
  recognitionClassifier?: RecognitionClassifierOptions | undefined;
  speechAnalysis?: SpeechAnalysisOptions | undefined;
  speakerLabeling?: SpeakerLabelingOptions | undefined;
  summarization?: SummarizationOptions | undefined;
}

/** What may be encoded as a {@link StreamingOptions}. */
export interface StreamingOptionsInit {
  readonly recognitionModel?: RecognitionModelOptionsInit | undefined;
  readonly eouClassifier?: EouClassifierOptionsInit | undefined;
  readonly recognitionClassifier?: RecognitionClassifierOptionsInit | undefined;
  readonly speechAnalysis?: SpeechAnalysisOptionsInit | undefined;
  readonly speakerLabeling?: SpeakerLabelingOptionsInit | undefined;
  readonly summarization?: SummarizationOptionsInit | undefined;
}

const streamingOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'recognitionModel',
  'eouClassifier',
  'recognitionClassifier',
  'speechAnalysis',
  'speakerLabeling',
  'summarization',
]);

function writeStreamingOptions(writer: Writer, message: StreamingOptionsInit): void {
  refuseUnknown('speechkit.stt.v3.StreamingOptions', streamingOptionsFields, message);
  if (message.summarization !== undefined)
    writer.message(50, writeSummarizationOptions, message.summarization, 'StreamingOptions.summarization');
  if (message.speakerLabeling !== undefined)
    writer.message(
      42,
      writeSpeakerLabelingOptions,
      message.speakerLabeling,
      'StreamingOptions.speakerLabeling',
    );
  if (message.speechAnalysis !== undefined)
    writer.message(34, writeSpeechAnalysisOptions, message.speechAnalysis, 'StreamingOptions.speechAnalysis');
  if (message.recognitionClassifier !== undefined)
    writer.message(
      26,
      writeRecognitionClassifierOptions,
      message.recognitionClassifier,
      'StreamingOptions.recognitionClassifier',
    );
  if (message.eouClassifier !== undefined)
    writer.message(18, writeEouClassifierOptions, message.eouClassifier, 'StreamingOptions.eouClassifier');
  if (message.recognitionModel !== undefined)
    writer.message(
      10,
      writeRecognitionModelOptions,
      message.recognitionModel,
      'StreamingOptions.recognitionModel',
    );
}

function readStreamingOptions(reader: Reader, previous: StreamingOptions | undefined): StreamingOptions {
  let recognitionModel: RecognitionModelOptions | undefined;
  let eouClassifier: EouClassifierOptions | undefined;
  let recognitionClassifier: RecognitionClassifierOptions | undefined;
  let speechAnalysis: SpeechAnalysisOptions | undefined;
  let speakerLabeling: SpeakerLabelingOptions | undefined;
  let summarization: SummarizationOptions | undefined;
  if (previous !== undefined)
    ({
      recognitionModel,
      eouClassifier,
      recognitionClassifier,
      speechAnalysis,
      speakerLabeling,
      summarization,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        recognitionModel = reader.message(readRecognitionModelOptions, recognitionModel);
        break;
      case 18:
        eouClassifier = reader.message(readEouClassifierOptions, eouClassifier);
        break;
      case 26:
        recognitionClassifier = reader.message(readRecognitionClassifierOptions, recognitionClassifier);
        break;
      case 34:
        speechAnalysis = reader.message(readSpeechAnalysisOptions, speechAnalysis);
        break;
      case 42:
        speakerLabeling = reader.message(readSpeakerLabelingOptions, speakerLabeling);
        break;
      case 50:
        summarization = reader.message(readSummarizationOptions, summarization);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    recognitionModel,
    eouClassifier,
    recognitionClassifier,
    speechAnalysis,
    speakerLabeling,
    summarization,
  };
}

/** Codec of `speechkit.stt.v3.StreamingOptions`. */
export const StreamingOptions: Codec<StreamingOptions, StreamingOptionsInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.StreamingOptions',
  writeStreamingOptions,
  readStreamingOptions,
);

/** A piece of audio in the format of the session. */
export interface AudioChunk {
  data: Uint8Array;
}

/** What may be encoded as a {@link AudioChunk}. */
export interface AudioChunkInit {
  readonly data?: Uint8Array | undefined;
}

const audioChunkFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['data']);

function writeAudioChunk(writer: Writer, message: AudioChunkInit): void {
  refuseUnknown('speechkit.stt.v3.AudioChunk', audioChunkFields, message);
  if (message.data !== undefined && message.data?.length !== 0)
    writer.bytes(10, message.data, 'AudioChunk.data');
}

function readAudioChunk(reader: Reader, previous: AudioChunk | undefined): AudioChunk {
  let data: Uint8Array = new Uint8Array();
  if (previous !== undefined) ({ data } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        data = reader.bytes();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { data };
}

/** Codec of `speechkit.stt.v3.AudioChunk`. */
export const AudioChunk: Codec<AudioChunk, AudioChunkInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.AudioChunk',
  writeAudioChunk,
  readAudioChunk,
);

/** Silence, sent as its length instead of its samples. */
export interface SilenceChunk {
  /** Milliseconds. */
  durationMs: number;
}

/** What may be encoded as a {@link SilenceChunk}. */
export interface SilenceChunkInit {
  /** Milliseconds. */
  readonly durationMs?: number | undefined;
}

const silenceChunkFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['durationMs']);

function writeSilenceChunk(writer: Writer, message: SilenceChunkInit): void {
  refuseUnknown('speechkit.stt.v3.SilenceChunk', silenceChunkFields, message);
  if (message.durationMs !== undefined && message.durationMs !== 0)
    writer.int64(8, message.durationMs, 'SilenceChunk.durationMs');
}

function readSilenceChunk(reader: Reader, previous: SilenceChunk | undefined): SilenceChunk {
  let durationMs: number = 0;
  if (previous !== undefined) ({ durationMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        durationMs = reader.int64('SilenceChunk.durationMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { durationMs };
}

/** Codec of `speechkit.stt.v3.SilenceChunk`. */
export const SilenceChunk: Codec<SilenceChunk, SilenceChunkInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.SilenceChunk',
  writeSilenceChunk,
  readSilenceChunk,
);

/** The client says that the utterance has ended; needs the external classifier. */
export interface Eou {
  readonly [field: string]: never;
}

/** What may be encoded as a {@link Eou}. */
export interface EouInit {
  readonly [field: string]: never;
}

function writeEou(): void {}

function readEou(reader: Reader): Eou {
  while (reader.position < reader.end) reader.skip(reader.tag());
  return {};
}

/** Codec of `speechkit.stt.v3.Eou`. */
export const Eou: Codec<Eou, EouInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.Eou',
  writeEou,
  readEou,
);

/** A message of the client: first the options, then audio, silence and ends of utterances in any order. */
export type StreamingRequest = OneOf<{
  sessionOptions: StreamingOptions;
  chunk: AudioChunk;
  silenceChunk: SilenceChunk;
  eou: Eou;
}>;

/** What may be encoded as a {@link StreamingRequest}. */
export type StreamingRequestInit = OneOf<{
  sessionOptions: StreamingOptionsInit;
  chunk: AudioChunkInit;
  silenceChunk: SilenceChunkInit;
  eou: EouInit;
}>;

const streamingRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'sessionOptions',
  'chunk',
  'silenceChunk',
  'eou',
]);

function writeStreamingRequest(writer: Writer, message: StreamingRequestInit): void {
  refuseUnknown('speechkit.stt.v3.StreamingRequest', streamingRequestFields, message);
  if (
    (message.sessionOptions === undefined ? 0 : 1) +
      (message.chunk === undefined ? 0 : 1) +
      (message.silenceChunk === undefined ? 0 : 1) +
      (message.eou === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'speechkit.stt.v3.StreamingRequest',
      'Event',
      ['sessionOptions', 'chunk', 'silenceChunk', 'eou'],
      message,
    );
  }
  if (message.eou !== undefined) writer.message(34, writeEou, message.eou, 'StreamingRequest.eou');
  if (message.silenceChunk !== undefined)
    writer.message(26, writeSilenceChunk, message.silenceChunk, 'StreamingRequest.silenceChunk');
  if (message.chunk !== undefined)
    writer.message(18, writeAudioChunk, message.chunk, 'StreamingRequest.chunk');
  if (message.sessionOptions !== undefined)
    writer.message(10, writeStreamingOptions, message.sessionOptions, 'StreamingRequest.sessionOptions');
}

function readStreamingRequest(reader: Reader, previous: StreamingRequest | undefined): StreamingRequest {
  let sessionOptions: StreamingOptions | undefined;
  let chunk: AudioChunk | undefined;
  let silenceChunk: SilenceChunk | undefined;
  let eou: Eou | undefined;
  if (previous !== undefined) ({ sessionOptions, chunk, silenceChunk, eou } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        sessionOptions = reader.message(readStreamingOptions, sessionOptions);
        chunk = undefined;
        silenceChunk = undefined;
        eou = undefined;
        break;
      case 18:
        chunk = reader.message(readAudioChunk, chunk);
        sessionOptions = undefined;
        silenceChunk = undefined;
        eou = undefined;
        break;
      case 26:
        silenceChunk = reader.message(readSilenceChunk, silenceChunk);
        sessionOptions = undefined;
        chunk = undefined;
        eou = undefined;
        break;
      case 34:
        eou = reader.message(readEou, eou);
        sessionOptions = undefined;
        chunk = undefined;
        silenceChunk = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { sessionOptions, chunk, silenceChunk, eou } as StreamingRequest;
}

/** Codec of `speechkit.stt.v3.StreamingRequest`. */
export const StreamingRequest: Codec<StreamingRequest, StreamingRequestInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.StreamingRequest',
  writeStreamingRequest,
  readStreamingRequest,
);

/** A recording to recognise and the settings for it. */
export type RecognizeFileRequest = {
  recognitionModel?: RecognitionModelOptions | undefined;
  recognitionClassifier?: RecognitionClassifierOptions | undefined;
  speechAnalysis?: SpeechAnalysisOptions | undefined;
  speakerLabeling?: SpeakerLabelingOptions | undefined;
  summarization?: SummarizationOptions | undefined;
} & OneOf<{
  /** The recording itself. */
  content: Uint8Array;
  /** Where the recording lies in object storage. */
  uri: string;
}>;

/** What may be encoded as a {@link RecognizeFileRequest}. */
export type RecognizeFileRequestInit = {
  readonly recognitionModel?: RecognitionModelOptionsInit | undefined;
  readonly recognitionClassifier?: RecognitionClassifierOptionsInit | undefined;
  readonly speechAnalysis?: SpeechAnalysisOptionsInit | undefined;
  readonly speakerLabeling?: SpeakerLabelingOptionsInit | undefined;
  readonly summarization?: SummarizationOptionsInit | undefined;
} & OneOf<{
  /** The recording itself. */
  content: Uint8Array;
  /** Where the recording lies in object storage. */
  uri: string;
}>;

const recognizeFileRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'content',
  'uri',
  'recognitionModel',
  'recognitionClassifier',
  'speechAnalysis',
  'speakerLabeling',
  'summarization',
]);

function writeRecognizeFileRequest(writer: Writer, message: RecognizeFileRequestInit): void {
  refuseUnknown('speechkit.stt.v3.RecognizeFileRequest', recognizeFileRequestFields, message);
  if ((message.content === undefined ? 0 : 1) + (message.uri === undefined ? 0 : 1) > 1) {
    refuseSeveral('speechkit.stt.v3.RecognizeFileRequest', 'AudioSource', ['content', 'uri'], message);
  }
  if (message.summarization !== undefined)
    writer.message(
      58,
      writeSummarizationOptions,
      message.summarization,
      'RecognizeFileRequest.summarization',
    );
  if (message.speakerLabeling !== undefined)
    writer.message(
      50,
      writeSpeakerLabelingOptions,
      message.speakerLabeling,
      'RecognizeFileRequest.speakerLabeling',
    );
  if (message.speechAnalysis !== undefined)
    writer.message(
      42,
      writeSpeechAnalysisOptions,
      message.speechAnalysis,
      'RecognizeFileRequest.speechAnalysis',
    );
  if (message.recognitionClassifier !== undefined)
    writer.message(
      34,
      writeRecognitionClassifierOptions,
      message.recognitionClassifier,
      'RecognizeFileRequest.recognitionClassifier',
    );
  if (message.recognitionModel !== undefined)
    writer.message(
      26,
      writeRecognitionModelOptions,
      message.recognitionModel,
      'RecognizeFileRequest.recognitionModel',
    );
  if (message.uri !== undefined) writer.string(18, message.uri, 'RecognizeFileRequest.uri');
  if (message.content !== undefined) writer.bytes(10, message.content, 'RecognizeFileRequest.content');
}

function readRecognizeFileRequest(
  reader: Reader,
  previous: RecognizeFileRequest | undefined,
): RecognizeFileRequest {
  let content: Uint8Array | undefined;
  let uri: string | undefined;
  let recognitionModel: RecognitionModelOptions | undefined;
  let recognitionClassifier: RecognitionClassifierOptions | undefined;
  let speechAnalysis: SpeechAnalysisOptions | undefined;
  let speakerLabeling: SpeakerLabelingOptions | undefined;
  let summarization: SummarizationOptions | undefined;
  if (previous !== undefined)
    ({
      content,
      uri,
      recognitionModel,
      recognitionClassifier,
      speechAnalysis,
      speakerLabeling,
      summarization,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        content = reader.bytes();
        uri = undefined;
        break;
      case 18:
        uri = reader.string();
        content = undefined;
        break;
      case 26:
        recognitionModel = reader.message(readRecognitionModelOptions, recognitionModel);
        break;
      case 34:
        recognitionClassifier = reader.message(readRecognitionClassifierOptions, recognitionClassifier);
        break;
      case 42:
        speechAnalysis = reader.message(readSpeechAnalysisOptions, speechAnalysis);
        break;
      case 50:
        speakerLabeling = reader.message(readSpeakerLabelingOptions, speakerLabeling);
        break;
      case 58:
        summarization = reader.message(readSummarizationOptions, summarization);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    content,
    uri,
    recognitionModel,
    recognitionClassifier,
    speechAnalysis,
    speakerLabeling,
    summarization,
  } as RecognizeFileRequest;
}

/** Codec of `speechkit.stt.v3.RecognizeFileRequest`. */
export const RecognizeFileRequest: Codec<RecognizeFileRequest, RecognizeFileRequestInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.RecognizeFileRequest',
    writeRecognizeFileRequest,
    readRecognizeFileRequest,
  );

/** A recognised word and where it was said. */
export interface Word {
  text: string;
  /** Milliseconds from the start of the stream. */
  startTimeMs: number;
  /** Milliseconds from the start of the stream. */
  endTimeMs: number;
}

/** What may be encoded as a {@link Word}. */
export interface WordInit {
  readonly text?: string | undefined;
  /** Milliseconds from the start of the stream. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly endTimeMs?: number | undefined;
}

const wordFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['text', 'startTimeMs', 'endTimeMs']);

function writeWord(writer: Writer, message: WordInit): void {
  refuseUnknown('speechkit.stt.v3.Word', wordFields, message);
  if (message.endTimeMs !== undefined && message.endTimeMs !== 0)
    writer.int64(24, message.endTimeMs, 'Word.endTimeMs');
  if (message.startTimeMs !== undefined && message.startTimeMs !== 0)
    writer.int64(16, message.startTimeMs, 'Word.startTimeMs');
  if (message.text !== undefined && message.text !== '') writer.string(10, message.text, 'Word.text');
}

function readWord(reader: Reader, previous: Word | undefined): Word {
  let text: string = '';
  let startTimeMs: number = 0;
  let endTimeMs: number = 0;
  if (previous !== undefined) ({ text, startTimeMs, endTimeMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        text = reader.string();
        break;
      case 16:
        startTimeMs = reader.int64('Word.startTimeMs');
        break;
      case 24:
        endTimeMs = reader.int64('Word.endTimeMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { text, startTimeMs, endTimeMs };
}

/** Codec of `speechkit.stt.v3.Word`. */
export const Word: Codec<Word, WordInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.Word',
  writeWord,
  readWord,
);

/** How likely a language is. */
export interface LanguageEstimation {
  languageCode: string;
  probability: number;
}

/** What may be encoded as a {@link LanguageEstimation}. */
export interface LanguageEstimationInit {
  readonly languageCode?: string | undefined;
  readonly probability?: number | undefined;
}

const languageEstimationFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'languageCode',
  'probability',
]);

function writeLanguageEstimation(writer: Writer, message: LanguageEstimationInit): void {
  refuseUnknown('speechkit.stt.v3.LanguageEstimation', languageEstimationFields, message);
  if (message.probability !== undefined && !Object.is(message.probability, 0))
    writer.double(17, message.probability, 'LanguageEstimation.probability');
  if (message.languageCode !== undefined && message.languageCode !== '')
    writer.string(10, message.languageCode, 'LanguageEstimation.languageCode');
}

function readLanguageEstimation(
  reader: Reader,
  previous: LanguageEstimation | undefined,
): LanguageEstimation {
  let languageCode: string = '';
  let probability: number = 0;
  if (previous !== undefined) ({ languageCode, probability } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        languageCode = reader.string();
        break;
      case 17:
        probability = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { languageCode, probability };
}

/** Codec of `speechkit.stt.v3.LanguageEstimation`. */
export const LanguageEstimation: Codec<LanguageEstimation, LanguageEstimationInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.LanguageEstimation',
    writeLanguageEstimation,
    readLanguageEstimation,
  );

/** One reading of what was said. */
export interface Alternative {
  words: Word[];
  text: string;
  /** Milliseconds from the start of the stream. */
  startTimeMs: number;
  /** Milliseconds from the start of the stream. */
  endTimeMs: number;
  /** Not filled in by the service. */
  confidence: number;
  languages: LanguageEstimation[];
}

/** What may be encoded as a {@link Alternative}. */
export interface AlternativeInit {
  readonly words?: readonly WordInit[] | undefined;
  readonly text?: string | undefined;
  /** Milliseconds from the start of the stream. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly endTimeMs?: number | undefined;
  /** Not filled in by the service. */
  readonly confidence?: number | undefined;
  readonly languages?: readonly LanguageEstimationInit[] | undefined;
}

const alternativeFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'words',
  'text',
  'startTimeMs',
  'endTimeMs',
  'confidence',
  'languages',
]);

function writeAlternative(writer: Writer, message: AlternativeInit): void {
  refuseUnknown('speechkit.stt.v3.Alternative', alternativeFields, message);
  if (message.languages !== undefined)
    writer.messages(50, writeLanguageEstimation, message.languages, 'Alternative.languages');
  if (message.confidence !== undefined && !Object.is(message.confidence, 0))
    writer.double(41, message.confidence, 'Alternative.confidence');
  if (message.endTimeMs !== undefined && message.endTimeMs !== 0)
    writer.int64(32, message.endTimeMs, 'Alternative.endTimeMs');
  if (message.startTimeMs !== undefined && message.startTimeMs !== 0)
    writer.int64(24, message.startTimeMs, 'Alternative.startTimeMs');
  if (message.text !== undefined && message.text !== '') writer.string(18, message.text, 'Alternative.text');
  if (message.words !== undefined) writer.messages(10, writeWord, message.words, 'Alternative.words');
}

function readAlternative(reader: Reader, previous: Alternative | undefined): Alternative {
  let words: Word[] = [];
  let text: string = '';
  let startTimeMs: number = 0;
  let endTimeMs: number = 0;
  let confidence: number = 0;
  let languages: LanguageEstimation[] = [];
  if (previous !== undefined) ({ words, text, startTimeMs, endTimeMs, confidence, languages } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        words.push(reader.message(readWord, undefined));
        break;
      case 18:
        text = reader.string();
        break;
      case 24:
        startTimeMs = reader.int64('Alternative.startTimeMs');
        break;
      case 32:
        endTimeMs = reader.int64('Alternative.endTimeMs');
        break;
      case 41:
        confidence = reader.double();
        break;
      case 50:
        languages.push(reader.message(readLanguageEstimation, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { words, text, startTimeMs, endTimeMs, confidence, languages };
}

/** Codec of `speechkit.stt.v3.Alternative`. */
export const Alternative: Codec<Alternative, AlternativeInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.Alternative',
  writeAlternative,
  readAlternative,
);

/** An utterance ended. Follows the finals of the utterance and may be repeated. */
export interface EouUpdate {
  /** Where it ended, in milliseconds from the start of the stream. */
  timeMs: number;
}

/** What may be encoded as a {@link EouUpdate}. */
export interface EouUpdateInit {
  /** Where it ended, in milliseconds from the start of the stream. */
  readonly timeMs?: number | undefined;
}

const eouUpdateFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['timeMs']);

function writeEouUpdate(writer: Writer, message: EouUpdateInit): void {
  refuseUnknown('speechkit.stt.v3.EouUpdate', eouUpdateFields, message);
  if (message.timeMs !== undefined && message.timeMs !== 0)
    writer.int64(16, message.timeMs, 'EouUpdate.timeMs');
}

function readEouUpdate(reader: Reader, previous: EouUpdate | undefined): EouUpdate {
  let timeMs: number = 0;
  if (previous !== undefined) ({ timeMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 16:
        timeMs = reader.int64('EouUpdate.timeMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { timeMs };
}

/** Codec of `speechkit.stt.v3.EouUpdate`. */
export const EouUpdate: Codec<EouUpdate, EouUpdateInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.EouUpdate',
  writeEouUpdate,
  readEouUpdate,
);

/** The text of a partial or final result. */
export interface AlternativeUpdate {
  /** Readings, best first. May be empty in a partial. */
  alternatives: Alternative[];
  /** @deprecated */
  channelTag: string;
}

/** What may be encoded as a {@link AlternativeUpdate}. */
export interface AlternativeUpdateInit {
  /** Readings, best first. May be empty in a partial. */
  readonly alternatives?: readonly AlternativeInit[] | undefined;
  /** @deprecated */
  readonly channelTag?: string | undefined;
}

const alternativeUpdateFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['alternatives', 'channelTag']);

function writeAlternativeUpdate(writer: Writer, message: AlternativeUpdateInit): void {
  refuseUnknown('speechkit.stt.v3.AlternativeUpdate', alternativeUpdateFields, message);
  if (message.channelTag !== undefined && message.channelTag !== '')
    writer.string(18, message.channelTag, 'AlternativeUpdate.channelTag');
  if (message.alternatives !== undefined)
    writer.messages(10, writeAlternative, message.alternatives, 'AlternativeUpdate.alternatives');
}

function readAlternativeUpdate(reader: Reader, previous: AlternativeUpdate | undefined): AlternativeUpdate {
  let alternatives: Alternative[] = [];
  let channelTag: string = '';
  if (previous !== undefined) ({ alternatives, channelTag } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        alternatives.push(reader.message(readAlternative, undefined));
        break;
      case 18:
        channelTag = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { alternatives, channelTag };
}

/** Codec of `speechkit.stt.v3.AlternativeUpdate`. */
export const AlternativeUpdate: Codec<AlternativeUpdate, AlternativeUpdateInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.AlternativeUpdate',
  writeAlternativeUpdate,
  readAlternativeUpdate,
);

/** How far the service has come, in milliseconds from the start of the stream. */
export interface AudioCursors {
  /** Audio accepted. */
  receivedDataMs: number;
  /** Not documented. */
  resetTimeMs: number;
  /** Audio processed, silence included. */
  partialTimeMs: number;
  /** Everything before this will not change any more. */
  finalTimeMs: number;
  /** The number of the latest final: grows by one with each. */
  finalIndex: number;
  /** The estimated end of the latest utterance. */
  eouTimeMs: number;
}

/** What may be encoded as a {@link AudioCursors}. */
export interface AudioCursorsInit {
  /** Audio accepted. */
  readonly receivedDataMs?: number | undefined;
  /** Not documented. */
  readonly resetTimeMs?: number | undefined;
  /** Audio processed, silence included. */
  readonly partialTimeMs?: number | undefined;
  /** Everything before this will not change any more. */
  readonly finalTimeMs?: number | undefined;
  /** The number of the latest final: grows by one with each. */
  readonly finalIndex?: number | undefined;
  /** The estimated end of the latest utterance. */
  readonly eouTimeMs?: number | undefined;
}

const audioCursorsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'receivedDataMs',
  'resetTimeMs',
  'partialTimeMs',
  'finalTimeMs',
  'finalIndex',
  'eouTimeMs',
]);

function writeAudioCursors(writer: Writer, message: AudioCursorsInit): void {
  refuseUnknown('speechkit.stt.v3.AudioCursors', audioCursorsFields, message);
  if (message.eouTimeMs !== undefined && message.eouTimeMs !== 0)
    writer.int64(48, message.eouTimeMs, 'AudioCursors.eouTimeMs');
  if (message.finalIndex !== undefined && message.finalIndex !== 0)
    writer.int64(40, message.finalIndex, 'AudioCursors.finalIndex');
  if (message.finalTimeMs !== undefined && message.finalTimeMs !== 0)
    writer.int64(32, message.finalTimeMs, 'AudioCursors.finalTimeMs');
  if (message.partialTimeMs !== undefined && message.partialTimeMs !== 0)
    writer.int64(24, message.partialTimeMs, 'AudioCursors.partialTimeMs');
  if (message.resetTimeMs !== undefined && message.resetTimeMs !== 0)
    writer.int64(16, message.resetTimeMs, 'AudioCursors.resetTimeMs');
  if (message.receivedDataMs !== undefined && message.receivedDataMs !== 0)
    writer.int64(8, message.receivedDataMs, 'AudioCursors.receivedDataMs');
}

function readAudioCursors(reader: Reader, previous: AudioCursors | undefined): AudioCursors {
  let receivedDataMs: number = 0;
  let resetTimeMs: number = 0;
  let partialTimeMs: number = 0;
  let finalTimeMs: number = 0;
  let finalIndex: number = 0;
  let eouTimeMs: number = 0;
  if (previous !== undefined)
    ({ receivedDataMs, resetTimeMs, partialTimeMs, finalTimeMs, finalIndex, eouTimeMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        receivedDataMs = reader.int64('AudioCursors.receivedDataMs');
        break;
      case 16:
        resetTimeMs = reader.int64('AudioCursors.resetTimeMs');
        break;
      case 24:
        partialTimeMs = reader.int64('AudioCursors.partialTimeMs');
        break;
      case 32:
        finalTimeMs = reader.int64('AudioCursors.finalTimeMs');
        break;
      case 40:
        finalIndex = reader.int64('AudioCursors.finalIndex');
        break;
      case 48:
        eouTimeMs = reader.int64('AudioCursors.eouTimeMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { receivedDataMs, resetTimeMs, partialTimeMs, finalTimeMs, finalIndex, eouTimeMs };
}

/** Codec of `speechkit.stt.v3.AudioCursors`. */
export const AudioCursors: Codec<AudioCursors, AudioCursorsInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.AudioCursors',
  writeAudioCursors,
  readAudioCursors,
);

/** A final again, after normalization. */
export type FinalRefinement = {
  /** Which final: see `AudioCursors.final_index`. */
  finalIndex: number;
} & OneOf<{
  normalizedText: AlternativeUpdate;
}>;

/** What may be encoded as a {@link FinalRefinement}. */
export type FinalRefinementInit = {
  /** Which final: see `AudioCursors.final_index`. */
  readonly finalIndex?: number | undefined;
} & OneOf<{
  normalizedText: AlternativeUpdateInit;
}>;

const finalRefinementFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['finalIndex', 'normalizedText']);

function writeFinalRefinement(writer: Writer, message: FinalRefinementInit): void {
  refuseUnknown('speechkit.stt.v3.FinalRefinement', finalRefinementFields, message);
  if (message.normalizedText !== undefined)
    writer.message(18, writeAlternativeUpdate, message.normalizedText, 'FinalRefinement.normalizedText');
  if (message.finalIndex !== undefined && message.finalIndex !== 0)
    writer.int64(8, message.finalIndex, 'FinalRefinement.finalIndex');
}

function readFinalRefinement(reader: Reader, previous: FinalRefinement | undefined): FinalRefinement {
  let finalIndex: number = 0;
  let normalizedText: AlternativeUpdate | undefined;
  if (previous !== undefined) ({ finalIndex, normalizedText } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        finalIndex = reader.int64('FinalRefinement.finalIndex');
        break;
      case 18:
        normalizedText = reader.message(readAlternativeUpdate, normalizedText);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { finalIndex, normalizedText };
}

/** Codec of `speechkit.stt.v3.FinalRefinement`. */
export const FinalRefinement: Codec<FinalRefinement, FinalRefinementInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.FinalRefinement',
  writeFinalRefinement,
  readFinalRefinement,
);

/** A sign of life of the service, sent at a fixed interval. */
export interface StatusCode {
  codeType: CodeType | number;
  message: string;
}

/** What may be encoded as a {@link StatusCode}. */
export interface StatusCodeInit {
  readonly codeType?: CodeType | number | undefined;
  readonly message?: string | undefined;
}

const statusCodeFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['codeType', 'message']);

function writeStatusCode(writer: Writer, message: StatusCodeInit): void {
  refuseUnknown('speechkit.stt.v3.StatusCode', statusCodeFields, message);
  if (message.message !== undefined && message.message !== '')
    writer.string(18, message.message, 'StatusCode.message');
  if (
    message.codeType !== undefined &&
    message.codeType !== 'CODE_TYPE_UNSPECIFIED' &&
    message.codeType !== 0
  )
    writer.enum(8, CodeTypeTable, message.codeType, 'StatusCode.codeType');
}

function readStatusCode(reader: Reader, previous: StatusCode | undefined): StatusCode {
  let codeType: CodeType | number = 'CODE_TYPE_UNSPECIFIED';
  let message: string = '';
  if (previous !== undefined) ({ codeType, message } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        codeType = CodeTypeTable.name(reader.int32());
        break;
      case 18:
        message = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { codeType, message };
}

/** Codec of `speechkit.stt.v3.StatusCode`. */
export const StatusCode: Codec<StatusCode, StatusCodeInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.StatusCode',
  writeStatusCode,
  readStatusCode,
);

/** What identifies a session: quote it to the support of the service. */
export interface SessionUuid {
  uuid: string;
  /** The identifier that the client gave. */
  userRequestId: string;
}

/** What may be encoded as a {@link SessionUuid}. */
export interface SessionUuidInit {
  readonly uuid?: string | undefined;
  /** The identifier that the client gave. */
  readonly userRequestId?: string | undefined;
}

const sessionUuidFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['uuid', 'userRequestId']);

function writeSessionUuid(writer: Writer, message: SessionUuidInit): void {
  refuseUnknown('speechkit.stt.v3.SessionUuid', sessionUuidFields, message);
  if (message.userRequestId !== undefined && message.userRequestId !== '')
    writer.string(18, message.userRequestId, 'SessionUuid.userRequestId');
  if (message.uuid !== undefined && message.uuid !== '') writer.string(10, message.uuid, 'SessionUuid.uuid');
}

function readSessionUuid(reader: Reader, previous: SessionUuid | undefined): SessionUuid {
  let uuid: string = '';
  let userRequestId: string = '';
  if (previous !== undefined) ({ uuid, userRequestId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        uuid = reader.string();
        break;
      case 18:
        userRequestId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { uuid, userRequestId };
}

/** Codec of `speechkit.stt.v3.SessionUuid`. */
export const SessionUuid: Codec<SessionUuid, SessionUuidInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.SessionUuid',
  writeSessionUuid,
  readSessionUuid,
);

/** The words that made a classifier decide. */
export interface PhraseHighlight {
  text: string;
  /** Milliseconds from the start of the stream. */
  startTimeMs: number;
  /** Milliseconds from the start of the stream. */
  endTimeMs: number;
}

/** What may be encoded as a {@link PhraseHighlight}. */
export interface PhraseHighlightInit {
  readonly text?: string | undefined;
  /** Milliseconds from the start of the stream. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly endTimeMs?: number | undefined;
}

const phraseHighlightFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'text',
  'startTimeMs',
  'endTimeMs',
]);

function writePhraseHighlight(writer: Writer, message: PhraseHighlightInit): void {
  refuseUnknown('speechkit.stt.v3.PhraseHighlight', phraseHighlightFields, message);
  if (message.endTimeMs !== undefined && message.endTimeMs !== 0)
    writer.int64(24, message.endTimeMs, 'PhraseHighlight.endTimeMs');
  if (message.startTimeMs !== undefined && message.startTimeMs !== 0)
    writer.int64(16, message.startTimeMs, 'PhraseHighlight.startTimeMs');
  if (message.text !== undefined && message.text !== '')
    writer.string(10, message.text, 'PhraseHighlight.text');
}

function readPhraseHighlight(reader: Reader, previous: PhraseHighlight | undefined): PhraseHighlight {
  let text: string = '';
  let startTimeMs: number = 0;
  let endTimeMs: number = 0;
  if (previous !== undefined) ({ text, startTimeMs, endTimeMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        text = reader.string();
        break;
      case 16:
        startTimeMs = reader.int64('PhraseHighlight.startTimeMs');
        break;
      case 24:
        endTimeMs = reader.int64('PhraseHighlight.endTimeMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { text, startTimeMs, endTimeMs };
}

/** Codec of `speechkit.stt.v3.PhraseHighlight`. */
export const PhraseHighlight: Codec<PhraseHighlight, PhraseHighlightInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.PhraseHighlight',
  writePhraseHighlight,
  readPhraseHighlight,
);

/** A class and how sure the classifier is of it. */
export interface RecognitionClassifierLabel {
  label: string;
  confidence: number;
}

/** What may be encoded as a {@link RecognitionClassifierLabel}. */
export interface RecognitionClassifierLabelInit {
  readonly label?: string | undefined;
  readonly confidence?: number | undefined;
}

const recognitionClassifierLabelFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'label',
  'confidence',
]);

function writeRecognitionClassifierLabel(writer: Writer, message: RecognitionClassifierLabelInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionClassifierLabel', recognitionClassifierLabelFields, message);
  if (message.confidence !== undefined && !Object.is(message.confidence, 0))
    writer.double(17, message.confidence, 'RecognitionClassifierLabel.confidence');
  if (message.label !== undefined && message.label !== '')
    writer.string(10, message.label, 'RecognitionClassifierLabel.label');
}

function readRecognitionClassifierLabel(
  reader: Reader,
  previous: RecognitionClassifierLabel | undefined,
): RecognitionClassifierLabel {
  let label: string = '';
  let confidence: number = 0;
  if (previous !== undefined) ({ label, confidence } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        label = reader.string();
        break;
      case 17:
        confidence = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { label, confidence };
}

/** Codec of `speechkit.stt.v3.RecognitionClassifierLabel`. */
export const RecognitionClassifierLabel: Codec<RecognitionClassifierLabel, RecognitionClassifierLabelInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.RecognitionClassifierLabel',
    writeRecognitionClassifierLabel,
    readRecognitionClassifierLabel,
  );

/** What one classifier found. */
export interface RecognitionClassifierResult {
  classifier: string;
  highlights: PhraseHighlight[];
  labels: RecognitionClassifierLabel[];
}

/** What may be encoded as a {@link RecognitionClassifierResult}. */
export interface RecognitionClassifierResultInit {
  readonly classifier?: string | undefined;
  readonly highlights?: readonly PhraseHighlightInit[] | undefined;
  readonly labels?: readonly RecognitionClassifierLabelInit[] | undefined;
}

const recognitionClassifierResultFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'classifier',
  'highlights',
  'labels',
]);

function writeRecognitionClassifierResult(writer: Writer, message: RecognitionClassifierResultInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionClassifierResult', recognitionClassifierResultFields, message);
  if (message.labels !== undefined)
    writer.messages(
      26,
      writeRecognitionClassifierLabel,
      message.labels,
      'RecognitionClassifierResult.labels',
    );
  if (message.highlights !== undefined)
    writer.messages(18, writePhraseHighlight, message.highlights, 'RecognitionClassifierResult.highlights');
  if (message.classifier !== undefined && message.classifier !== '')
    writer.string(10, message.classifier, 'RecognitionClassifierResult.classifier');
}

function readRecognitionClassifierResult(
  reader: Reader,
  previous: RecognitionClassifierResult | undefined,
): RecognitionClassifierResult {
  let classifier: string = '';
  let highlights: PhraseHighlight[] = [];
  let labels: RecognitionClassifierLabel[] = [];
  if (previous !== undefined) ({ classifier, highlights, labels } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        classifier = reader.string();
        break;
      case 18:
        highlights.push(reader.message(readPhraseHighlight, undefined));
        break;
      case 26:
        labels.push(reader.message(readRecognitionClassifierLabel, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { classifier, highlights, labels };
}

/** Codec of `speechkit.stt.v3.RecognitionClassifierResult`. */
export const RecognitionClassifierResult: Codec<
  RecognitionClassifierResult,
  RecognitionClassifierResultInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.RecognitionClassifierResult',
  writeRecognitionClassifierResult,
  readRecognitionClassifierResult,
);

/**
 * The stretch of speech that was classified.
 *
 * - `WINDOW_TYPE_UNSPECIFIED` (0)
 * - `LAST_UTTERANCE` (1)
 * - `LAST_FINAL` (2)
 * - `LAST_PARTIAL` (3)
 */
export type RecognitionClassifierUpdate_WindowType =
  'WINDOW_TYPE_UNSPECIFIED' | 'LAST_UTTERANCE' | 'LAST_FINAL' | 'LAST_PARTIAL';

const RecognitionClassifierUpdate_WindowTypeTable =
  /* @__PURE__ */ new EnumTable<RecognitionClassifierUpdate_WindowType>(
    'speechkit.stt.v3.RecognitionClassifierUpdate.WindowType',
    {
      WINDOW_TYPE_UNSPECIFIED: 0,
      LAST_UTTERANCE: 1,
      LAST_FINAL: 2,
      LAST_PARTIAL: 3,
    },
  );

/** What a classifier found in a stretch of speech. */
export interface RecognitionClassifierUpdate {
  windowType: RecognitionClassifierUpdate_WindowType | number;
  /** Milliseconds from the start of the stream. */
  startTimeMs: number;
  /** Milliseconds from the start of the stream. */
  endTimeMs: number;
  classifierResult?: RecognitionClassifierResult | undefined;
}

/** What may be encoded as a {@link RecognitionClassifierUpdate}. */
export interface RecognitionClassifierUpdateInit {
  readonly windowType?: RecognitionClassifierUpdate_WindowType | number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly endTimeMs?: number | undefined;
  readonly classifierResult?: RecognitionClassifierResultInit | undefined;
}

const recognitionClassifierUpdateFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'windowType',
  'startTimeMs',
  'endTimeMs',
  'classifierResult',
]);

function writeRecognitionClassifierUpdate(writer: Writer, message: RecognitionClassifierUpdateInit): void {
  refuseUnknown('speechkit.stt.v3.RecognitionClassifierUpdate', recognitionClassifierUpdateFields, message);
  if (message.classifierResult !== undefined)
    writer.message(
      34,
      writeRecognitionClassifierResult,
      message.classifierResult,
      'RecognitionClassifierUpdate.classifierResult',
    );
  if (message.endTimeMs !== undefined && message.endTimeMs !== 0)
    writer.int64(24, message.endTimeMs, 'RecognitionClassifierUpdate.endTimeMs');
  if (message.startTimeMs !== undefined && message.startTimeMs !== 0)
    writer.int64(16, message.startTimeMs, 'RecognitionClassifierUpdate.startTimeMs');
  if (
    message.windowType !== undefined &&
    message.windowType !== 'WINDOW_TYPE_UNSPECIFIED' &&
    message.windowType !== 0
  )
    writer.enum(
      8,
      RecognitionClassifierUpdate_WindowTypeTable,
      message.windowType,
      'RecognitionClassifierUpdate.windowType',
    );
}

function readRecognitionClassifierUpdate(
  reader: Reader,
  previous: RecognitionClassifierUpdate | undefined,
): RecognitionClassifierUpdate {
  let windowType: RecognitionClassifierUpdate_WindowType | number = 'WINDOW_TYPE_UNSPECIFIED';
  let startTimeMs: number = 0;
  let endTimeMs: number = 0;
  let classifierResult: RecognitionClassifierResult | undefined;
  if (previous !== undefined) ({ windowType, startTimeMs, endTimeMs, classifierResult } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        windowType = RecognitionClassifierUpdate_WindowTypeTable.name(reader.int32());
        break;
      case 16:
        startTimeMs = reader.int64('RecognitionClassifierUpdate.startTimeMs');
        break;
      case 24:
        endTimeMs = reader.int64('RecognitionClassifierUpdate.endTimeMs');
        break;
      case 34:
        classifierResult = reader.message(readRecognitionClassifierResult, classifierResult);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { windowType, startTimeMs, endTimeMs, classifierResult };
}

/** Codec of `speechkit.stt.v3.RecognitionClassifierUpdate`. */
export const RecognitionClassifierUpdate: Codec<
  RecognitionClassifierUpdate,
  RecognitionClassifierUpdateInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.RecognitionClassifierUpdate',
  writeRecognitionClassifierUpdate,
  readRecognitionClassifierUpdate,
);

/** One quantile of the distribution. */
export interface DescriptiveStatistics_Quantile {
  level: number;
  value: number;
}

/** What may be encoded as a {@link DescriptiveStatistics_Quantile}. */
export interface DescriptiveStatistics_QuantileInit {
  readonly level?: number | undefined;
  readonly value?: number | undefined;
}

const descriptiveStatistics_QuantileFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['level', 'value']);

function writeDescriptiveStatistics_Quantile(
  writer: Writer,
  message: DescriptiveStatistics_QuantileInit,
): void {
  refuseUnknown(
    'speechkit.stt.v3.DescriptiveStatistics.Quantile',
    descriptiveStatistics_QuantileFields,
    message,
  );
  if (message.value !== undefined && !Object.is(message.value, 0))
    writer.double(17, message.value, 'DescriptiveStatistics.Quantile.value');
  if (message.level !== undefined && !Object.is(message.level, 0))
    writer.double(9, message.level, 'DescriptiveStatistics.Quantile.level');
}

function readDescriptiveStatistics_Quantile(
  reader: Reader,
  previous: DescriptiveStatistics_Quantile | undefined,
): DescriptiveStatistics_Quantile {
  let level: number = 0;
  let value: number = 0;
  if (previous !== undefined) ({ level, value } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 9:
        level = reader.double();
        break;
      case 17:
        value = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { level, value };
}

/** Codec of `speechkit.stt.v3.DescriptiveStatistics.Quantile`. */
export const DescriptiveStatistics_Quantile: Codec<
  DescriptiveStatistics_Quantile,
  DescriptiveStatistics_QuantileInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.DescriptiveStatistics.Quantile',
  writeDescriptiveStatistics_Quantile,
  readDescriptiveStatistics_Quantile,
);

/** The distribution of a quantity. */
export interface DescriptiveStatistics {
  min: number;
  max: number;
  mean: number;
  std: number;
  quantiles: DescriptiveStatistics_Quantile[];
}

/** What may be encoded as a {@link DescriptiveStatistics}. */
export interface DescriptiveStatisticsInit {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly mean?: number | undefined;
  readonly std?: number | undefined;
  readonly quantiles?: readonly DescriptiveStatistics_QuantileInit[] | undefined;
}

const descriptiveStatisticsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'min',
  'max',
  'mean',
  'std',
  'quantiles',
]);

function writeDescriptiveStatistics(writer: Writer, message: DescriptiveStatisticsInit): void {
  refuseUnknown('speechkit.stt.v3.DescriptiveStatistics', descriptiveStatisticsFields, message);
  if (message.quantiles !== undefined)
    writer.messages(
      42,
      writeDescriptiveStatistics_Quantile,
      message.quantiles,
      'DescriptiveStatistics.quantiles',
    );
  if (message.std !== undefined && !Object.is(message.std, 0))
    writer.double(33, message.std, 'DescriptiveStatistics.std');
  if (message.mean !== undefined && !Object.is(message.mean, 0))
    writer.double(25, message.mean, 'DescriptiveStatistics.mean');
  if (message.max !== undefined && !Object.is(message.max, 0))
    writer.double(17, message.max, 'DescriptiveStatistics.max');
  if (message.min !== undefined && !Object.is(message.min, 0))
    writer.double(9, message.min, 'DescriptiveStatistics.min');
}

function readDescriptiveStatistics(
  reader: Reader,
  previous: DescriptiveStatistics | undefined,
): DescriptiveStatistics {
  let min: number = 0;
  let max: number = 0;
  let mean: number = 0;
  let std: number = 0;
  let quantiles: DescriptiveStatistics_Quantile[] = [];
  if (previous !== undefined) ({ min, max, mean, std, quantiles } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 9:
        min = reader.double();
        break;
      case 17:
        max = reader.double();
        break;
      case 25:
        mean = reader.double();
        break;
      case 33:
        std = reader.double();
        break;
      case 42:
        quantiles.push(reader.message(readDescriptiveStatistics_Quantile, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { min, max, mean, std, quantiles };
}

/** Codec of `speechkit.stt.v3.DescriptiveStatistics`. */
export const DescriptiveStatistics: Codec<DescriptiveStatistics, DescriptiveStatisticsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.DescriptiveStatistics',
    writeDescriptiveStatistics,
    readDescriptiveStatistics,
  );

/** A stretch of audio. */
export interface AudioSegmentBoundaries {
  /** Milliseconds from the start of the stream. */
  startTimeMs: number;
  /** Milliseconds from the start of the stream. */
  endTimeMs: number;
}

/** What may be encoded as a {@link AudioSegmentBoundaries}. */
export interface AudioSegmentBoundariesInit {
  /** Milliseconds from the start of the stream. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds from the start of the stream. */
  readonly endTimeMs?: number | undefined;
}

const audioSegmentBoundariesFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'startTimeMs',
  'endTimeMs',
]);

function writeAudioSegmentBoundaries(writer: Writer, message: AudioSegmentBoundariesInit): void {
  refuseUnknown('speechkit.stt.v3.AudioSegmentBoundaries', audioSegmentBoundariesFields, message);
  if (message.endTimeMs !== undefined && message.endTimeMs !== 0)
    writer.int64(16, message.endTimeMs, 'AudioSegmentBoundaries.endTimeMs');
  if (message.startTimeMs !== undefined && message.startTimeMs !== 0)
    writer.int64(8, message.startTimeMs, 'AudioSegmentBoundaries.startTimeMs');
}

function readAudioSegmentBoundaries(
  reader: Reader,
  previous: AudioSegmentBoundaries | undefined,
): AudioSegmentBoundaries {
  let startTimeMs: number = 0;
  let endTimeMs: number = 0;
  if (previous !== undefined) ({ startTimeMs, endTimeMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        startTimeMs = reader.int64('AudioSegmentBoundaries.startTimeMs');
        break;
      case 16:
        endTimeMs = reader.int64('AudioSegmentBoundaries.endTimeMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { startTimeMs, endTimeMs };
}

/** Codec of `speechkit.stt.v3.AudioSegmentBoundaries`. */
export const AudioSegmentBoundaries: Codec<AudioSegmentBoundaries, AudioSegmentBoundariesInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.AudioSegmentBoundaries',
    writeAudioSegmentBoundaries,
    readAudioSegmentBoundaries,
  );

/**
 * Whether the statistics cover the whole conversation or the last utterance.
 *
 * - `WINDOW_TYPE_UNSPECIFIED` (0)
 * - `TOTAL` (1)
 * - `LAST_UTTERANCE` (2)
 */
export type SpeakerAnalysis_WindowType = 'WINDOW_TYPE_UNSPECIFIED' | 'TOTAL' | 'LAST_UTTERANCE';

const SpeakerAnalysis_WindowTypeTable = /* @__PURE__ */ new EnumTable<SpeakerAnalysis_WindowType>(
  'speechkit.stt.v3.SpeakerAnalysis.WindowType',
  {
    WINDOW_TYPE_UNSPECIFIED: 0,
    TOTAL: 1,
    LAST_UTTERANCE: 2,
  },
);

/** Statistics of one speaker. */
export interface SpeakerAnalysis {
  speakerTag: string;
  windowType: SpeakerAnalysis_WindowType | number;
  speechBoundaries?: AudioSegmentBoundaries | undefined;
  totalSpeechMs: number;
  /** Share of the time spent speaking, 0 to 1. */
  speechRatio: number;
  totalSilenceMs: number;
  /** Share of the time spent silent, 0 to 1. */
  silenceRatio: number;
  wordsCount: number;
  lettersCount: number;
  wordsPerSecond?: DescriptiveStatistics | undefined;
  lettersPerSecond?: DescriptiveStatistics | undefined;
  wordsPerUtterance?: DescriptiveStatistics | undefined;
  lettersPerUtterance?: DescriptiveStatistics | undefined;
  utteranceCount: number;
  utteranceDurationEstimation?: DescriptiveStatistics | undefined;
}

/** What may be encoded as a {@link SpeakerAnalysis}. */
export interface SpeakerAnalysisInit {
  readonly speakerTag?: string | undefined;
  readonly windowType?: SpeakerAnalysis_WindowType | number | undefined;
  readonly speechBoundaries?: AudioSegmentBoundariesInit | undefined;
  readonly totalSpeechMs?: number | undefined;
  /** Share of the time spent speaking, 0 to 1. */
  readonly speechRatio?: number | undefined;
  readonly totalSilenceMs?: number | undefined;
  /** Share of the time spent silent, 0 to 1. */
  readonly silenceRatio?: number | undefined;
  readonly wordsCount?: number | undefined;
  readonly lettersCount?: number | undefined;
  readonly wordsPerSecond?: DescriptiveStatisticsInit | undefined;
  readonly lettersPerSecond?: DescriptiveStatisticsInit | undefined;
  readonly wordsPerUtterance?: DescriptiveStatisticsInit | undefined;
  readonly lettersPerUtterance?: DescriptiveStatisticsInit | undefined;
  readonly utteranceCount?: number | undefined;
  readonly utteranceDurationEstimation?: DescriptiveStatisticsInit | undefined;
}

const speakerAnalysisFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'speakerTag',
  'windowType',
  'speechBoundaries',
  'totalSpeechMs',
  'speechRatio',
  'totalSilenceMs',
  'silenceRatio',
  'wordsCount',
  'lettersCount',
  'wordsPerSecond',
  'lettersPerSecond',
  'wordsPerUtterance',
  'lettersPerUtterance',
  'utteranceCount',
  'utteranceDurationEstimation',
]);

function writeSpeakerAnalysis(writer: Writer, message: SpeakerAnalysisInit): void {
  refuseUnknown('speechkit.stt.v3.SpeakerAnalysis', speakerAnalysisFields, message);
  if (message.utteranceDurationEstimation !== undefined)
    writer.message(
      122,
      writeDescriptiveStatistics,
      message.utteranceDurationEstimation,
      'SpeakerAnalysis.utteranceDurationEstimation',
    );
  if (message.utteranceCount !== undefined && message.utteranceCount !== 0)
    writer.int64(112, message.utteranceCount, 'SpeakerAnalysis.utteranceCount');
  if (message.lettersPerUtterance !== undefined)
    writer.message(
      106,
      writeDescriptiveStatistics,
      message.lettersPerUtterance,
      'SpeakerAnalysis.lettersPerUtterance',
    );
  if (message.wordsPerUtterance !== undefined)
    writer.message(
      98,
      writeDescriptiveStatistics,
      message.wordsPerUtterance,
      'SpeakerAnalysis.wordsPerUtterance',
    );
  if (message.lettersPerSecond !== undefined)
    writer.message(
      90,
      writeDescriptiveStatistics,
      message.lettersPerSecond,
      'SpeakerAnalysis.lettersPerSecond',
    );
  if (message.wordsPerSecond !== undefined)
    writer.message(82, writeDescriptiveStatistics, message.wordsPerSecond, 'SpeakerAnalysis.wordsPerSecond');
  if (message.lettersCount !== undefined && message.lettersCount !== 0)
    writer.int64(72, message.lettersCount, 'SpeakerAnalysis.lettersCount');
  if (message.wordsCount !== undefined && message.wordsCount !== 0)
    writer.int64(64, message.wordsCount, 'SpeakerAnalysis.wordsCount');
  if (message.silenceRatio !== undefined && !Object.is(message.silenceRatio, 0))
    writer.double(57, message.silenceRatio, 'SpeakerAnalysis.silenceRatio');
  if (message.totalSilenceMs !== undefined && message.totalSilenceMs !== 0)
    writer.int64(48, message.totalSilenceMs, 'SpeakerAnalysis.totalSilenceMs');
  if (message.speechRatio !== undefined && !Object.is(message.speechRatio, 0))
    writer.double(41, message.speechRatio, 'SpeakerAnalysis.speechRatio');
  if (message.totalSpeechMs !== undefined && message.totalSpeechMs !== 0)
    writer.int64(32, message.totalSpeechMs, 'SpeakerAnalysis.totalSpeechMs');
  if (message.speechBoundaries !== undefined)
    writer.message(
      26,
      writeAudioSegmentBoundaries,
      message.speechBoundaries,
      'SpeakerAnalysis.speechBoundaries',
    );
  if (
    message.windowType !== undefined &&
    message.windowType !== 'WINDOW_TYPE_UNSPECIFIED' &&
    message.windowType !== 0
  )
    writer.enum(16, SpeakerAnalysis_WindowTypeTable, message.windowType, 'SpeakerAnalysis.windowType');
  if (message.speakerTag !== undefined && message.speakerTag !== '')
    writer.string(10, message.speakerTag, 'SpeakerAnalysis.speakerTag');
}

function readSpeakerAnalysis(reader: Reader, previous: SpeakerAnalysis | undefined): SpeakerAnalysis {
  let speakerTag: string = '';
  let windowType: SpeakerAnalysis_WindowType | number = 'WINDOW_TYPE_UNSPECIFIED';
  let speechBoundaries: AudioSegmentBoundaries | undefined;
  let totalSpeechMs: number = 0;
  let speechRatio: number = 0;
  let totalSilenceMs: number = 0;
  let silenceRatio: number = 0;
  let wordsCount: number = 0;
  let lettersCount: number = 0;
  let wordsPerSecond: DescriptiveStatistics | undefined;
  let lettersPerSecond: DescriptiveStatistics | undefined;
  let wordsPerUtterance: DescriptiveStatistics | undefined;
  let lettersPerUtterance: DescriptiveStatistics | undefined;
  let utteranceCount: number = 0;
  let utteranceDurationEstimation: DescriptiveStatistics | undefined;
  if (previous !== undefined)
    ({
      speakerTag,
      windowType,
      speechBoundaries,
      totalSpeechMs,
      speechRatio,
      totalSilenceMs,
      silenceRatio,
      wordsCount,
      lettersCount,
      wordsPerSecond,
      lettersPerSecond,
      wordsPerUtterance,
      lettersPerUtterance,
      utteranceCount,
      utteranceDurationEstimation,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        speakerTag = reader.string();
        break;
      case 16:
        windowType = SpeakerAnalysis_WindowTypeTable.name(reader.int32());
        break;
      case 26:
        speechBoundaries = reader.message(readAudioSegmentBoundaries, speechBoundaries);
        break;
      case 32:
        totalSpeechMs = reader.int64('SpeakerAnalysis.totalSpeechMs');
        break;
      case 41:
        speechRatio = reader.double();
        break;
      case 48:
        totalSilenceMs = reader.int64('SpeakerAnalysis.totalSilenceMs');
        break;
      case 57:
        silenceRatio = reader.double();
        break;
      case 64:
        wordsCount = reader.int64('SpeakerAnalysis.wordsCount');
        break;
      case 72:
        lettersCount = reader.int64('SpeakerAnalysis.lettersCount');
        break;
      case 82:
        wordsPerSecond = reader.message(readDescriptiveStatistics, wordsPerSecond);
        break;
      case 90:
        lettersPerSecond = reader.message(readDescriptiveStatistics, lettersPerSecond);
        break;
      case 98:
        wordsPerUtterance = reader.message(readDescriptiveStatistics, wordsPerUtterance);
        break;
      case 106:
        lettersPerUtterance = reader.message(readDescriptiveStatistics, lettersPerUtterance);
        break;
      case 112:
        utteranceCount = reader.int64('SpeakerAnalysis.utteranceCount');
        break;
      case 122:
        utteranceDurationEstimation = reader.message(readDescriptiveStatistics, utteranceDurationEstimation);
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    speakerTag,
    windowType,
    speechBoundaries,
    totalSpeechMs,
    speechRatio,
    totalSilenceMs,
    silenceRatio,
    wordsCount,
    lettersCount,
    wordsPerSecond,
    lettersPerSecond,
    wordsPerUtterance,
    lettersPerUtterance,
    utteranceCount,
    utteranceDurationEstimation,
  };
}

/** Codec of `speechkit.stt.v3.SpeakerAnalysis`. */
export const SpeakerAnalysis: Codec<SpeakerAnalysis, SpeakerAnalysisInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.SpeakerAnalysis',
  writeSpeakerAnalysis,
  readSpeakerAnalysis,
);

/** How often one speaker interrupted the other. */
export interface ConversationAnalysis_InterruptsEvaluation {
  speakerTag: string;
  interruptsCount: number;
  interruptsDurationMs: number;
  interrupts: AudioSegmentBoundaries[];
}

/** What may be encoded as a {@link ConversationAnalysis_InterruptsEvaluation}. */
export interface ConversationAnalysis_InterruptsEvaluationInit {
  readonly speakerTag?: string | undefined;
  readonly interruptsCount?: number | undefined;
  readonly interruptsDurationMs?: number | undefined;
  readonly interrupts?: readonly AudioSegmentBoundariesInit[] | undefined;
}

const conversationAnalysis_InterruptsEvaluationFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'speakerTag',
  'interruptsCount',
  'interruptsDurationMs',
  'interrupts',
]);

function writeConversationAnalysis_InterruptsEvaluation(
  writer: Writer,
  message: ConversationAnalysis_InterruptsEvaluationInit,
): void {
  refuseUnknown(
    'speechkit.stt.v3.ConversationAnalysis.InterruptsEvaluation',
    conversationAnalysis_InterruptsEvaluationFields,
    message,
  );
  if (message.interrupts !== undefined)
    writer.messages(
      34,
      writeAudioSegmentBoundaries,
      message.interrupts,
      'ConversationAnalysis.InterruptsEvaluation.interrupts',
    );
  if (message.interruptsDurationMs !== undefined && message.interruptsDurationMs !== 0)
    writer.int64(
      24,
      message.interruptsDurationMs,
      'ConversationAnalysis.InterruptsEvaluation.interruptsDurationMs',
    );
  if (message.interruptsCount !== undefined && message.interruptsCount !== 0)
    writer.int64(16, message.interruptsCount, 'ConversationAnalysis.InterruptsEvaluation.interruptsCount');
  if (message.speakerTag !== undefined && message.speakerTag !== '')
    writer.string(10, message.speakerTag, 'ConversationAnalysis.InterruptsEvaluation.speakerTag');
}

function readConversationAnalysis_InterruptsEvaluation(
  reader: Reader,
  previous: ConversationAnalysis_InterruptsEvaluation | undefined,
): ConversationAnalysis_InterruptsEvaluation {
  let speakerTag: string = '';
  let interruptsCount: number = 0;
  let interruptsDurationMs: number = 0;
  let interrupts: AudioSegmentBoundaries[] = [];
  if (previous !== undefined) ({ speakerTag, interruptsCount, interruptsDurationMs, interrupts } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        speakerTag = reader.string();
        break;
      case 16:
        interruptsCount = reader.int64('ConversationAnalysis.InterruptsEvaluation.interruptsCount');
        break;
      case 24:
        interruptsDurationMs = reader.int64('ConversationAnalysis.InterruptsEvaluation.interruptsDurationMs');
        break;
      case 34:
        interrupts.push(reader.message(readAudioSegmentBoundaries, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { speakerTag, interruptsCount, interruptsDurationMs, interrupts };
}

/** Codec of `speechkit.stt.v3.ConversationAnalysis.InterruptsEvaluation`. */
export const ConversationAnalysis_InterruptsEvaluation: Codec<
  ConversationAnalysis_InterruptsEvaluation,
  ConversationAnalysis_InterruptsEvaluationInit
> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.ConversationAnalysis.InterruptsEvaluation',
  writeConversationAnalysis_InterruptsEvaluation,
  readConversationAnalysis_InterruptsEvaluation,
);

/** Statistics of all speakers together. */
export interface ConversationAnalysis {
  conversationBoundaries?: AudioSegmentBoundaries | undefined;
  totalSimultaneousSilenceDurationMs: number;
  totalSimultaneousSilenceRatio: number;
  simultaneousSilenceDurationEstimation?: DescriptiveStatistics | undefined;
  totalSimultaneousSpeechDurationMs: number;
  totalSimultaneousSpeechRatio: number;
  simultaneousSpeechDurationEstimation?: DescriptiveStatistics | undefined;
  speakerInterrupts: ConversationAnalysis_InterruptsEvaluation[];
  totalSpeechDurationMs: number;
  totalSpeechRatio: number;
}

/** What may be encoded as a {@link ConversationAnalysis}. */
export interface ConversationAnalysisInit {
  readonly conversationBoundaries?: AudioSegmentBoundariesInit | undefined;
  readonly totalSimultaneousSilenceDurationMs?: number | undefined;
  readonly totalSimultaneousSilenceRatio?: number | undefined;
  readonly simultaneousSilenceDurationEstimation?: DescriptiveStatisticsInit | undefined;
  readonly totalSimultaneousSpeechDurationMs?: number | undefined;
  readonly totalSimultaneousSpeechRatio?: number | undefined;
  readonly simultaneousSpeechDurationEstimation?: DescriptiveStatisticsInit | undefined;
  readonly speakerInterrupts?: readonly ConversationAnalysis_InterruptsEvaluationInit[] | undefined;
  readonly totalSpeechDurationMs?: number | undefined;
  readonly totalSpeechRatio?: number | undefined;
}

const conversationAnalysisFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'conversationBoundaries',
  'totalSimultaneousSilenceDurationMs',
  'totalSimultaneousSilenceRatio',
  'simultaneousSilenceDurationEstimation',
  'totalSimultaneousSpeechDurationMs',
  'totalSimultaneousSpeechRatio',
  'simultaneousSpeechDurationEstimation',
  'speakerInterrupts',
  'totalSpeechDurationMs',
  'totalSpeechRatio',
]);

function writeConversationAnalysis(writer: Writer, message: ConversationAnalysisInit): void {
  refuseUnknown('speechkit.stt.v3.ConversationAnalysis', conversationAnalysisFields, message);
  if (message.totalSpeechRatio !== undefined && !Object.is(message.totalSpeechRatio, 0))
    writer.double(81, message.totalSpeechRatio, 'ConversationAnalysis.totalSpeechRatio');
  if (message.totalSpeechDurationMs !== undefined && message.totalSpeechDurationMs !== 0)
    writer.int64(72, message.totalSpeechDurationMs, 'ConversationAnalysis.totalSpeechDurationMs');
  if (message.speakerInterrupts !== undefined)
    writer.messages(
      66,
      writeConversationAnalysis_InterruptsEvaluation,
      message.speakerInterrupts,
      'ConversationAnalysis.speakerInterrupts',
    );
  if (message.simultaneousSpeechDurationEstimation !== undefined)
    writer.message(
      58,
      writeDescriptiveStatistics,
      message.simultaneousSpeechDurationEstimation,
      'ConversationAnalysis.simultaneousSpeechDurationEstimation',
    );
  if (
    message.totalSimultaneousSpeechRatio !== undefined &&
    !Object.is(message.totalSimultaneousSpeechRatio, 0)
  )
    writer.double(
      49,
      message.totalSimultaneousSpeechRatio,
      'ConversationAnalysis.totalSimultaneousSpeechRatio',
    );
  if (
    message.totalSimultaneousSpeechDurationMs !== undefined &&
    message.totalSimultaneousSpeechDurationMs !== 0
  )
    writer.int64(
      40,
      message.totalSimultaneousSpeechDurationMs,
      'ConversationAnalysis.totalSimultaneousSpeechDurationMs',
    );
  if (message.simultaneousSilenceDurationEstimation !== undefined)
    writer.message(
      34,
      writeDescriptiveStatistics,
      message.simultaneousSilenceDurationEstimation,
      'ConversationAnalysis.simultaneousSilenceDurationEstimation',
    );
  if (
    message.totalSimultaneousSilenceRatio !== undefined &&
    !Object.is(message.totalSimultaneousSilenceRatio, 0)
  )
    writer.double(
      25,
      message.totalSimultaneousSilenceRatio,
      'ConversationAnalysis.totalSimultaneousSilenceRatio',
    );
  if (
    message.totalSimultaneousSilenceDurationMs !== undefined &&
    message.totalSimultaneousSilenceDurationMs !== 0
  )
    writer.int64(
      16,
      message.totalSimultaneousSilenceDurationMs,
      'ConversationAnalysis.totalSimultaneousSilenceDurationMs',
    );
  if (message.conversationBoundaries !== undefined)
    writer.message(
      10,
      writeAudioSegmentBoundaries,
      message.conversationBoundaries,
      'ConversationAnalysis.conversationBoundaries',
    );
}

function readConversationAnalysis(
  reader: Reader,
  previous: ConversationAnalysis | undefined,
): ConversationAnalysis {
  let conversationBoundaries: AudioSegmentBoundaries | undefined;
  let totalSimultaneousSilenceDurationMs: number = 0;
  let totalSimultaneousSilenceRatio: number = 0;
  let simultaneousSilenceDurationEstimation: DescriptiveStatistics | undefined;
  let totalSimultaneousSpeechDurationMs: number = 0;
  let totalSimultaneousSpeechRatio: number = 0;
  let simultaneousSpeechDurationEstimation: DescriptiveStatistics | undefined;
  let speakerInterrupts: ConversationAnalysis_InterruptsEvaluation[] = [];
  let totalSpeechDurationMs: number = 0;
  let totalSpeechRatio: number = 0;
  if (previous !== undefined)
    ({
      conversationBoundaries,
      totalSimultaneousSilenceDurationMs,
      totalSimultaneousSilenceRatio,
      simultaneousSilenceDurationEstimation,
      totalSimultaneousSpeechDurationMs,
      totalSimultaneousSpeechRatio,
      simultaneousSpeechDurationEstimation,
      speakerInterrupts,
      totalSpeechDurationMs,
      totalSpeechRatio,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        conversationBoundaries = reader.message(readAudioSegmentBoundaries, conversationBoundaries);
        break;
      case 16:
        totalSimultaneousSilenceDurationMs = reader.int64(
          'ConversationAnalysis.totalSimultaneousSilenceDurationMs',
        );
        break;
      case 25:
        totalSimultaneousSilenceRatio = reader.double();
        break;
      case 34:
        simultaneousSilenceDurationEstimation = reader.message(
          readDescriptiveStatistics,
          simultaneousSilenceDurationEstimation,
        );
        break;
      case 40:
        totalSimultaneousSpeechDurationMs = reader.int64(
          'ConversationAnalysis.totalSimultaneousSpeechDurationMs',
        );
        break;
      case 49:
        totalSimultaneousSpeechRatio = reader.double();
        break;
      case 58:
        simultaneousSpeechDurationEstimation = reader.message(
          readDescriptiveStatistics,
          simultaneousSpeechDurationEstimation,
        );
        break;
      case 66:
        speakerInterrupts.push(reader.message(readConversationAnalysis_InterruptsEvaluation, undefined));
        break;
      case 72:
        totalSpeechDurationMs = reader.int64('ConversationAnalysis.totalSpeechDurationMs');
        break;
      case 81:
        totalSpeechRatio = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    conversationBoundaries,
    totalSimultaneousSilenceDurationMs,
    totalSimultaneousSilenceRatio,
    simultaneousSilenceDurationEstimation,
    totalSimultaneousSpeechDurationMs,
    totalSimultaneousSpeechRatio,
    simultaneousSpeechDurationEstimation,
    speakerInterrupts,
    totalSpeechDurationMs,
    totalSpeechRatio,
  };
}

/** Codec of `speechkit.stt.v3.ConversationAnalysis`. */
export const ConversationAnalysis: Codec<ConversationAnalysis, ConversationAnalysisInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.ConversationAnalysis',
    writeConversationAnalysis,
    readConversationAnalysis,
  );

/** The tokens that a summary took. */
export interface ContentUsage {
  inputTextTokens: number;
  completionTokens: number;
  totalTokens: number;
}

/** What may be encoded as a {@link ContentUsage}. */
export interface ContentUsageInit {
  readonly inputTextTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly totalTokens?: number | undefined;
}

const contentUsageFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'inputTextTokens',
  'completionTokens',
  'totalTokens',
]);

function writeContentUsage(writer: Writer, message: ContentUsageInit): void {
  refuseUnknown('speechkit.stt.v3.ContentUsage', contentUsageFields, message);
  if (message.totalTokens !== undefined && message.totalTokens !== 0)
    writer.int64(24, message.totalTokens, 'ContentUsage.totalTokens');
  if (message.completionTokens !== undefined && message.completionTokens !== 0)
    writer.int64(16, message.completionTokens, 'ContentUsage.completionTokens');
  if (message.inputTextTokens !== undefined && message.inputTextTokens !== 0)
    writer.int64(8, message.inputTextTokens, 'ContentUsage.inputTextTokens');
}

function readContentUsage(reader: Reader, previous: ContentUsage | undefined): ContentUsage {
  let inputTextTokens: number = 0;
  let completionTokens: number = 0;
  let totalTokens: number = 0;
  if (previous !== undefined) ({ inputTextTokens, completionTokens, totalTokens } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        inputTextTokens = reader.int64('ContentUsage.inputTextTokens');
        break;
      case 16:
        completionTokens = reader.int64('ContentUsage.completionTokens');
        break;
      case 24:
        totalTokens = reader.int64('ContentUsage.totalTokens');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { inputTextTokens, completionTokens, totalTokens };
}

/** Codec of `speechkit.stt.v3.ContentUsage`. */
export const ContentUsage: Codec<ContentUsage, ContentUsageInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.ContentUsage',
  writeContentUsage,
  readContentUsage,
);

/** The answers to the questions of `SummarizationOptions`, in their order. */
export interface Summarization {
  results: SummarizationPropertyResult[];
  contentUsage?: ContentUsage | undefined;
}

/** What may be encoded as a {@link Summarization}. */
export interface SummarizationInit {
  readonly results?: readonly SummarizationPropertyResultInit[] | undefined;
  readonly contentUsage?: ContentUsageInit | undefined;
}

const summarizationFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['results', 'contentUsage']);

function writeSummarization(writer: Writer, message: SummarizationInit): void {
  refuseUnknown('speechkit.stt.v3.Summarization', summarizationFields, message);
  if (message.contentUsage !== undefined)
    writer.message(18, writeContentUsage, message.contentUsage, 'Summarization.contentUsage');
  if (message.results !== undefined)
    writer.messages(10, writeSummarizationPropertyResult, message.results, 'Summarization.results');
}

function readSummarization(reader: Reader, previous: Summarization | undefined): Summarization {
  let results: SummarizationPropertyResult[] = [];
  let contentUsage: ContentUsage | undefined;
  if (previous !== undefined) ({ results, contentUsage } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        results.push(reader.message(readSummarizationPropertyResult, undefined));
        break;
      case 18:
        contentUsage = reader.message(readContentUsage, contentUsage);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { results, contentUsage };
}

/** Codec of `speechkit.stt.v3.Summarization`. */
export const Summarization: Codec<Summarization, SummarizationInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.Summarization',
  writeSummarization,
  readSummarization,
);

/** A message of the service: where it stands, and one event. */
export type StreamingResponse = {
  sessionUuid?: SessionUuid | undefined;
  audioCursors?: AudioCursors | undefined;
  /** Milliseconds of wall time; its zero is not documented. */
  responseWallTimeMs: number;
  /** The channel or speaker that the event is about. */
  channelTag: string;
} & OneOf<{
  /** What was heard since the last final; may still change. */
  partial: AlternativeUpdate;
  /** Text that will not change any more, up to `AudioCursors.final_time_ms`. */
  final: AlternativeUpdate;
  eouUpdate: EouUpdate;
  /** The latest final, normalized. */
  finalRefinement: FinalRefinement;
  statusCode: StatusCode;
  classifierUpdate: RecognitionClassifierUpdate;
  speakerAnalysis: SpeakerAnalysis;
  conversationAnalysis: ConversationAnalysis;
  summarization: Summarization;
}>;

/** What may be encoded as a {@link StreamingResponse}. */
export type StreamingResponseInit = {
  readonly sessionUuid?: SessionUuidInit | undefined;
  readonly audioCursors?: AudioCursorsInit | undefined;
  /** Milliseconds of wall time; its zero is not documented. */
  readonly responseWallTimeMs?: number | undefined;
  /** The channel or speaker that the event is about. */
  readonly channelTag?: string | undefined;
} & OneOf<{
  /** What was heard since the last final; may still change. */
  partial: AlternativeUpdateInit;
  /** Text that will not change any more, up to `AudioCursors.final_time_ms`. */
  final: AlternativeUpdateInit;
  eouUpdate: EouUpdateInit;
  /** The latest final, normalized. */
  finalRefinement: FinalRefinementInit;
  statusCode: StatusCodeInit;
  classifierUpdate: RecognitionClassifierUpdateInit;
  speakerAnalysis: SpeakerAnalysisInit;
  conversationAnalysis: ConversationAnalysisInit;
  summarization: SummarizationInit;
}>;

const streamingResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'sessionUuid',
  'audioCursors',
  'responseWallTimeMs',
  'partial',
  'final',
  'eouUpdate',
  'finalRefinement',
  'statusCode',
  'channelTag',
  'classifierUpdate',
  'speakerAnalysis',
  'conversationAnalysis',
  'summarization',
]);

function writeStreamingResponse(writer: Writer, message: StreamingResponseInit): void {
  refuseUnknown('speechkit.stt.v3.StreamingResponse', streamingResponseFields, message);
  if (
    (message.partial === undefined ? 0 : 1) +
      (message.final === undefined ? 0 : 1) +
      (message.eouUpdate === undefined ? 0 : 1) +
      (message.finalRefinement === undefined ? 0 : 1) +
      (message.statusCode === undefined ? 0 : 1) +
      (message.classifierUpdate === undefined ? 0 : 1) +
      (message.speakerAnalysis === undefined ? 0 : 1) +
      (message.conversationAnalysis === undefined ? 0 : 1) +
      (message.summarization === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'speechkit.stt.v3.StreamingResponse',
      'Event',
      [
        'partial',
        'final',
        'eouUpdate',
        'finalRefinement',
        'statusCode',
        'classifierUpdate',
        'speakerAnalysis',
        'conversationAnalysis',
        'summarization',
      ],
      message,
    );
  }
  if (message.summarization !== undefined)
    writer.message(106, writeSummarization, message.summarization, 'StreamingResponse.summarization');
  if (message.conversationAnalysis !== undefined)
    writer.message(
      98,
      writeConversationAnalysis,
      message.conversationAnalysis,
      'StreamingResponse.conversationAnalysis',
    );
  if (message.speakerAnalysis !== undefined)
    writer.message(90, writeSpeakerAnalysis, message.speakerAnalysis, 'StreamingResponse.speakerAnalysis');
  if (message.classifierUpdate !== undefined)
    writer.message(
      82,
      writeRecognitionClassifierUpdate,
      message.classifierUpdate,
      'StreamingResponse.classifierUpdate',
    );
  if (message.channelTag !== undefined && message.channelTag !== '')
    writer.string(74, message.channelTag, 'StreamingResponse.channelTag');
  if (message.statusCode !== undefined)
    writer.message(66, writeStatusCode, message.statusCode, 'StreamingResponse.statusCode');
  if (message.finalRefinement !== undefined)
    writer.message(58, writeFinalRefinement, message.finalRefinement, 'StreamingResponse.finalRefinement');
  if (message.eouUpdate !== undefined)
    writer.message(50, writeEouUpdate, message.eouUpdate, 'StreamingResponse.eouUpdate');
  if (message.final !== undefined)
    writer.message(42, writeAlternativeUpdate, message.final, 'StreamingResponse.final');
  if (message.partial !== undefined)
    writer.message(34, writeAlternativeUpdate, message.partial, 'StreamingResponse.partial');
  if (message.responseWallTimeMs !== undefined && message.responseWallTimeMs !== 0)
    writer.int64(24, message.responseWallTimeMs, 'StreamingResponse.responseWallTimeMs');
  if (message.audioCursors !== undefined)
    writer.message(18, writeAudioCursors, message.audioCursors, 'StreamingResponse.audioCursors');
  if (message.sessionUuid !== undefined)
    writer.message(10, writeSessionUuid, message.sessionUuid, 'StreamingResponse.sessionUuid');
}

function readStreamingResponse(reader: Reader, previous: StreamingResponse | undefined): StreamingResponse {
  let sessionUuid: SessionUuid | undefined;
  let audioCursors: AudioCursors | undefined;
  let responseWallTimeMs: number = 0;
  let partial: AlternativeUpdate | undefined;
  let final: AlternativeUpdate | undefined;
  let eouUpdate: EouUpdate | undefined;
  let finalRefinement: FinalRefinement | undefined;
  let statusCode: StatusCode | undefined;
  let channelTag: string = '';
  let classifierUpdate: RecognitionClassifierUpdate | undefined;
  let speakerAnalysis: SpeakerAnalysis | undefined;
  let conversationAnalysis: ConversationAnalysis | undefined;
  let summarization: Summarization | undefined;
  if (previous !== undefined)
    ({
      sessionUuid,
      audioCursors,
      responseWallTimeMs,
      partial,
      final,
      eouUpdate,
      finalRefinement,
      statusCode,
      channelTag,
      classifierUpdate,
      speakerAnalysis,
      conversationAnalysis,
      summarization,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        sessionUuid = reader.message(readSessionUuid, sessionUuid);
        break;
      case 18:
        audioCursors = reader.message(readAudioCursors, audioCursors);
        break;
      case 24:
        responseWallTimeMs = reader.int64('StreamingResponse.responseWallTimeMs');
        break;
      case 34:
        partial = reader.message(readAlternativeUpdate, partial);
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 42:
        final = reader.message(readAlternativeUpdate, final);
        partial = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 50:
        eouUpdate = reader.message(readEouUpdate, eouUpdate);
        partial = undefined;
        final = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 58:
        finalRefinement = reader.message(readFinalRefinement, finalRefinement);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 66:
        statusCode = reader.message(readStatusCode, statusCode);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 74:
        channelTag = reader.string();
        break;
      case 82:
        classifierUpdate = reader.message(readRecognitionClassifierUpdate, classifierUpdate);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 90:
        speakerAnalysis = reader.message(readSpeakerAnalysis, speakerAnalysis);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        conversationAnalysis = undefined;
        summarization = undefined;
        break;
      case 98:
        conversationAnalysis = reader.message(readConversationAnalysis, conversationAnalysis);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        summarization = undefined;
        break;
      case 106:
        summarization = reader.message(readSummarization, summarization);
        partial = undefined;
        final = undefined;
        eouUpdate = undefined;
        finalRefinement = undefined;
        statusCode = undefined;
        classifierUpdate = undefined;
        speakerAnalysis = undefined;
        conversationAnalysis = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    sessionUuid,
    audioCursors,
    responseWallTimeMs,
    partial,
    final,
    eouUpdate,
    finalRefinement,
    statusCode,
    channelTag,
    classifierUpdate,
    speakerAnalysis,
    conversationAnalysis,
    summarization,
  } as StreamingResponse;
}

/** Codec of `speechkit.stt.v3.StreamingResponse`. */
export const StreamingResponse: Codec<StreamingResponse, StreamingResponseInit> = /* @__PURE__ */ createCodec(
  'speechkit.stt.v3.StreamingResponse',
  writeStreamingResponse,
  readStreamingResponse,
);

/** Names the recognition to delete. */
export interface DeleteRecognitionRequest {
  operationId: string;
}

/** What may be encoded as a {@link DeleteRecognitionRequest}. */
export interface DeleteRecognitionRequestInit {
  readonly operationId?: string | undefined;
}

const deleteRecognitionRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['operationId']);

function writeDeleteRecognitionRequest(writer: Writer, message: DeleteRecognitionRequestInit): void {
  refuseUnknown('speechkit.stt.v3.DeleteRecognitionRequest', deleteRecognitionRequestFields, message);
  if (message.operationId !== undefined && message.operationId !== '')
    writer.string(10, message.operationId, 'DeleteRecognitionRequest.operationId');
}

function readDeleteRecognitionRequest(
  reader: Reader,
  previous: DeleteRecognitionRequest | undefined,
): DeleteRecognitionRequest {
  let operationId: string = '';
  if (previous !== undefined) ({ operationId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        operationId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { operationId };
}

/** Codec of `speechkit.stt.v3.DeleteRecognitionRequest`. */
export const DeleteRecognitionRequest: Codec<DeleteRecognitionRequest, DeleteRecognitionRequestInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.DeleteRecognitionRequest',
    writeDeleteRecognitionRequest,
    readDeleteRecognitionRequest,
  );

/** Several responses at once. */
export interface StreamingResponseList {
  streamingResponses: StreamingResponse[];
}

/** What may be encoded as a {@link StreamingResponseList}. */
export interface StreamingResponseListInit {
  readonly streamingResponses?: readonly StreamingResponseInit[] | undefined;
}

const streamingResponseListFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['streamingResponses']);

function writeStreamingResponseList(writer: Writer, message: StreamingResponseListInit): void {
  refuseUnknown('speechkit.stt.v3.StreamingResponseList', streamingResponseListFields, message);
  if (message.streamingResponses !== undefined)
    writer.messages(
      10,
      writeStreamingResponse,
      message.streamingResponses,
      'StreamingResponseList.streamingResponses',
    );
}

function readStreamingResponseList(
  reader: Reader,
  previous: StreamingResponseList | undefined,
): StreamingResponseList {
  let streamingResponses: StreamingResponse[] = [];
  if (previous !== undefined) ({ streamingResponses } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        streamingResponses.push(reader.message(readStreamingResponse, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { streamingResponses };
}

/** Codec of `speechkit.stt.v3.StreamingResponseList`. */
export const StreamingResponseList: Codec<StreamingResponseList, StreamingResponseListInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.stt.v3.StreamingResponseList',
    writeStreamingResponseList,
    readStreamingResponseList,
  );

/** Recognition of live speech. */
export const Recognizer: {
  /**
   * One conversation: options, then audio, while partial and final results come back.
   * The service allows 5 minutes or 10 MB of audio and aborts after 5 seconds without a message.
   */
  readonly recognizeStreaming: Method<
    StreamingRequestInit,
    StreamingRequest,
    StreamingResponseInit,
    StreamingResponse
  >;
} = {
  recognizeStreaming: {
    path: '/speechkit.stt.v3.Recognizer/RecognizeStreaming',
    requestStream: true,
    responseStream: true,
    request: StreamingRequest,
    response: StreamingResponse,
  },
};

/** Recognition of whole recordings. */
export const AsyncRecognizer: {
  /** Starts recognition; its result is fetched with GetRecognition. */
  readonly recognizeFile: Method<RecognizeFileRequestInit, RecognizeFileRequest, OperationInit, Operation>;
  /** The results of a finished recognition, in the form live ones have. */
  readonly getRecognition: Method<
    GetRecognitionRequestInit,
    GetRecognitionRequest,
    StreamingResponseInit,
    StreamingResponse
  >;
  /** Deletes the results of a recognition. */
  readonly deleteRecognition: Method<
    DeleteRecognitionRequestInit,
    DeleteRecognitionRequest,
    EmptyInit,
    Empty
  >;
} = {
  recognizeFile: {
    path: '/speechkit.stt.v3.AsyncRecognizer/RecognizeFile',
    requestStream: false,
    responseStream: false,
    request: RecognizeFileRequest,
    response: Operation,
  },
  getRecognition: {
    path: '/speechkit.stt.v3.AsyncRecognizer/GetRecognition',
    requestStream: false,
    responseStream: true,
    request: GetRecognitionRequest,
    response: StreamingResponse,
  },
  deleteRecognition: {
    path: '/speechkit.stt.v3.AsyncRecognizer/DeleteRecognition',
    requestStream: false,
    responseStream: false,
    request: DeleteRecognitionRequest,
    response: Empty,
  },
};
