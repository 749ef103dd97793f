// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, Method, OneOf, Reader, Writer } from '../wire.js';
import { EnumTable, createCodec, refuseSeveral, refuseUnknown } from '../wire.js';

/**
 * What the loudness of speech is measured by.
 *
 * - `LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED` (0)
 * - `MAX_PEAK` (1)
 * - `LUFS` (2)
 */
export type LoudnessNormalizationType = 'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED' | 'MAX_PEAK' | 'LUFS';

const LoudnessNormalizationTypeTable = /* @__PURE__ */ new EnumTable<LoudnessNormalizationType>(
  'speechkit.tts.v3.LoudnessNormalizationType',
  {
    LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED: 0,
    MAX_PEAK: 1,
    LUFS: 2,
  },
);

/** Audio and its format. */
export type AudioContent = {
  audioSpec?: AudioFormatOptions | undefined;
} & OneOf<{
  content: Uint8Array;
}>;

/** What may be encoded as a {@link AudioContent}. */
export type AudioContentInit = {
  readonly audioSpec?: AudioFormatOptionsInit | undefined;
} & OneOf<{
  content: Uint8Array;
}>;

const audioContentFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['content', 'audioSpec']);

function writeAudioContent(writer: Writer, message: AudioContentInit): void {
  refuseUnknown('speechkit.tts.v3.AudioContent', audioContentFields, message);
  if (message.audioSpec !== undefined)
    writer.message(18, writeAudioFormatOptions, message.audioSpec, 'AudioContent.audioSpec');
  if (message.content !== undefined) writer.bytes(10, message.content, 'AudioContent.content');
}

function readAudioContent(reader: Reader, previous: AudioContent | undefined): AudioContent {
  let content: Uint8Array | undefined;
  let audioSpec: AudioFormatOptions | undefined;
  if (previous !== undefined) ({ content, audioSpec } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        content = reader.bytes();
        break;
      case 18:
        audioSpec = reader.message(readAudioFormatOptions, audioSpec);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { content, audioSpec };
}

/** Codec of `speechkit.tts.v3.AudioContent`. */
export const AudioContent: Codec<AudioContent, AudioContentInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.AudioContent',
  writeAudioContent,
  readAudioContent,
);

/** A format of audio; nothing chosen means WAV, 22050 Hz, 16 bit, mono. */
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
  refuseUnknown('speechkit.tts.v3.AudioFormatOptions', audioFormatOptionsFields, message);
  if ((message.rawAudio === undefined ? 0 : 1) + (message.containerAudio === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'speechkit.tts.v3.AudioFormatOptions',
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

/** Codec of `speechkit.tts.v3.AudioFormatOptions`. */
export const AudioFormatOptions: Codec<AudioFormatOptions, AudioFormatOptionsInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.AudioFormatOptions',
    writeAudioFormatOptions,
    readAudioFormatOptions,
  );

/**
 * How samples are stored.
 *
 * - `AUDIO_ENCODING_UNSPECIFIED` (0)
 * - `LINEAR16_PCM` (1): Signed 16-bit little-endian samples.
 */
export type RawAudio_AudioEncoding = 'AUDIO_ENCODING_UNSPECIFIED' | 'LINEAR16_PCM';

const RawAudio_AudioEncodingTable = /* @__PURE__ */ new EnumTable<RawAudio_AudioEncoding>(
  'speechkit.tts.v3.RawAudio.AudioEncoding',
  {
    AUDIO_ENCODING_UNSPECIFIED: 0,
    LINEAR16_PCM: 1,
  },
);

/** Audio without a container. */
export interface RawAudio {
  audioEncoding: RawAudio_AudioEncoding | number;
  /** Any rate from 8000 to 48000. */
  sampleRateHertz: number;
}

/** What may be encoded as a {@link RawAudio}. */
export interface RawAudioInit {
  readonly audioEncoding?: RawAudio_AudioEncoding | number | undefined;
  /** Any rate from 8000 to 48000. */
  readonly sampleRateHertz?: number | undefined;
}

const rawAudioFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['audioEncoding', 'sampleRateHertz']);

function writeRawAudio(writer: Writer, message: RawAudioInit): void {
  refuseUnknown('speechkit.tts.v3.RawAudio', rawAudioFields, message);
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
  if (previous !== undefined) ({ audioEncoding, sampleRateHertz } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        audioEncoding = RawAudio_AudioEncodingTable.name(reader.int32());
        break;
      case 16:
        sampleRateHertz = reader.int64('RawAudio.sampleRateHertz');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { audioEncoding, sampleRateHertz };
}

/** Codec of `speechkit.tts.v3.RawAudio`. */
export const RawAudio: Codec<RawAudio, RawAudioInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.RawAudio',
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
    'speechkit.tts.v3.ContainerAudio.ContainerAudioType',
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
  refuseUnknown('speechkit.tts.v3.ContainerAudio', containerAudioFields, message);
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

/** Codec of `speechkit.tts.v3.ContainerAudio`. */
export const ContainerAudio: Codec<ContainerAudio, ContainerAudioInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.ContainerAudio',
  writeContainerAudio,
  readContainerAudio,
);

/** A value to put into a text template. */
export interface TextVariable {
  variableName: string;
  variableValue: string;
}

/** What may be encoded as a {@link TextVariable}. */
export interface TextVariableInit {
  readonly variableName?: string | undefined;
  readonly variableValue?: string | undefined;
}

const textVariableFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['variableName', 'variableValue']);

function writeTextVariable(writer: Writer, message: TextVariableInit): void {
  refuseUnknown('speechkit.tts.v3.TextVariable', textVariableFields, message);
  if (message.variableValue !== undefined && message.variableValue !== '')
    writer.string(18, message.variableValue, 'TextVariable.variableValue');
  if (message.variableName !== undefined && message.variableName !== '')
    writer.string(10, message.variableName, 'TextVariable.variableName');
}

function readTextVariable(reader: Reader, previous: TextVariable | undefined): TextVariable {
  let variableName: string = '';
  let variableValue: string = '';
  if (previous !== undefined) ({ variableName, variableValue } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        variableName = reader.string();
        break;
      case 18:
        variableValue = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { variableName, variableValue };
}

/** Codec of `speechkit.tts.v3.TextVariable`. */
export const TextVariable: Codec<TextVariable, TextVariableInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.TextVariable',
  writeTextVariable,
  readTextVariable,
);

/** The place of a variable in the audio of a template. */
export interface AudioVariable {
  variableName: string;
  /** Milliseconds from the start of the audio. */
  variableStartMs: number;
  /** Milliseconds. */
  variableLengthMs: number;
}

/** What may be encoded as a {@link AudioVariable}. */
export interface AudioVariableInit {
  readonly variableName?: string | undefined;
  /** Milliseconds from the start of the audio. */
  readonly variableStartMs?: number | undefined;
  /** Milliseconds. */
  readonly variableLengthMs?: number | undefined;
}

const audioVariableFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'variableName',
  'variableStartMs',
  'variableLengthMs',
]);

function writeAudioVariable(writer: Writer, message: AudioVariableInit): void {
  refuseUnknown('speechkit.tts.v3.AudioVariable', audioVariableFields, message);
  if (message.variableLengthMs !== undefined && message.variableLengthMs !== 0)
    writer.int64(24, message.variableLengthMs, 'AudioVariable.variableLengthMs');
  if (message.variableStartMs !== undefined && message.variableStartMs !== 0)
    writer.int64(16, message.variableStartMs, 'AudioVariable.variableStartMs');
  if (message.variableName !== undefined && message.variableName !== '')
    writer.string(10, message.variableName, 'AudioVariable.variableName');
}

function readAudioVariable(reader: Reader, previous: AudioVariable | undefined): AudioVariable {
  let variableName: string = '';
  let variableStartMs: number = 0;
  let variableLengthMs: number = 0;
  if (previous !== undefined) ({ variableName, variableStartMs, variableLengthMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        variableName = reader.string();
        break;
      case 16:
        variableStartMs = reader.int64('AudioVariable.variableStartMs');
        break;
      case 24:
        variableLengthMs = reader.int64('AudioVariable.variableLengthMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { variableName, variableStartMs, variableLengthMs };
}

/** Codec of `speechkit.tts.v3.AudioVariable`. */
export const AudioVariable: Codec<AudioVariable, AudioVariableInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.AudioVariable',
  writeAudioVariable,
  readAudioVariable,
);

/** When a word is heard. */
export interface WordTiming {
  word: string;
  /** Milliseconds. */
  startMs: number;
  /** Milliseconds. */
  lengthMs: number;
}

/** What may be encoded as a {@link WordTiming}. */
export interface WordTimingInit {
  readonly word?: string | undefined;
  /** Milliseconds. */
  readonly startMs?: number | undefined;
  /** Milliseconds. */
  readonly lengthMs?: number | undefined;
}

const wordTimingFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['word', 'startMs', 'lengthMs']);

function writeWordTiming(writer: Writer, message: WordTimingInit): void {
  refuseUnknown('speechkit.tts.v3.WordTiming', wordTimingFields, message);
  if (message.lengthMs !== undefined && message.lengthMs !== 0)
    writer.int64(24, message.lengthMs, 'WordTiming.lengthMs');
  if (message.startMs !== undefined && message.startMs !== 0)
    writer.int64(16, message.startMs, 'WordTiming.startMs');
  if (message.word !== undefined && message.word !== '') writer.string(10, message.word, 'WordTiming.word');
}

function readWordTiming(reader: Reader, previous: WordTiming | undefined): WordTiming {
  let word: string = '';
  let startMs: number = 0;
  let lengthMs: number = 0;
  if (previous !== undefined) ({ word, startMs, lengthMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        word = reader.string();
        break;
      case 16:
        startMs = reader.int64('WordTiming.startMs');
        break;
      case 24:
        lengthMs = reader.int64('WordTiming.lengthMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { word, startMs, lengthMs };
}

/** Codec of `speechkit.tts.v3.WordTiming`. */
export const WordTiming: Codec<WordTiming, WordTimingInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.WordTiming',
  writeWordTiming,
  readWordTiming,
);

/** A piece of speech. */
export interface UtteranceSynthesisResponse {
  audioChunk?: AudioChunk | undefined;
  /** The text that this piece speaks. */
  textChunk?: TextChunk | undefined;
  /** Where the piece begins, in milliseconds from the start of the whole speech. */
  startMs: number;
  /** Milliseconds. */
  lengthMs: number;
  wordTimings: WordTiming[];
}

/** What may be encoded as a {@link UtteranceSynthesisResponse}. */
export interface UtteranceSynthesisResponseInit {
  readonly audioChunk?: AudioChunkInit | undefined;
  /** The text that this piece speaks. */
  readonly textChunk?: TextChunkInit | undefined;
  /** Where the piece begins, in milliseconds from the start of the whole speech. */
  readonly startMs?: number | undefined;
  /** Milliseconds. */
  readonly lengthMs?: number | undefined;
  readonly wordTimings?: readonly WordTimingInit[] | undefined;
}

const utteranceSynthesisResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'audioChunk',
  'textChunk',
  'startMs',
  'lengthMs',
  'wordTimings',
]);

function writeUtteranceSynthesisResponse(writer: Writer, message: UtteranceSynthesisResponseInit): void {
  refuseUnknown('speechkit.tts.v3.UtteranceSynthesisResponse', utteranceSynthesisResponseFields, message);
  if (message.wordTimings !== undefined)
    writer.messages(42, writeWordTiming, message.wordTimings, 'UtteranceSynthesisResponse.wordTimings');
  if (message.lengthMs !== undefined && message.lengthMs !== 0)
    writer.int64(32, message.lengthMs, 'UtteranceSynthesisResponse.lengthMs');
  if (message.startMs !== undefined && message.startMs !== 0)
    writer.int64(24, message.startMs, 'UtteranceSynthesisResponse.startMs');
  if (message.textChunk !== undefined)
    writer.message(18, writeTextChunk, message.textChunk, 'UtteranceSynthesisResponse.textChunk');
  if (message.audioChunk !== undefined)
    writer.message(10, writeAudioChunk, message.audioChunk, 'UtteranceSynthesisResponse.audioChunk');
}

function readUtteranceSynthesisResponse(
  reader: Reader,
  previous: UtteranceSynthesisResponse | undefined,
): UtteranceSynthesisResponse {
  let audioChunk: AudioChunk | undefined;
  let textChunk: TextChunk | undefined;
  let startMs: number = 0;
  let lengthMs: number = 0;
  let wordTimings: WordTiming[] = [];
  if (previous !== undefined) ({ audioChunk, textChunk, startMs, lengthMs, wordTimings } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        audioChunk = reader.message(readAudioChunk, audioChunk);
        break;
      case 18:
        textChunk = reader.message(readTextChunk, textChunk);
        break;
      case 24:
        startMs = reader.int64('UtteranceSynthesisResponse.startMs');
        break;
      case 32:
        lengthMs = reader.int64('UtteranceSynthesisResponse.lengthMs');
        break;
      case 42:
        wordTimings.push(reader.message(readWordTiming, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { audioChunk, textChunk, startMs, lengthMs, wordTimings };
}

/** Codec of `speechkit.tts.v3.UtteranceSynthesisResponse`. */
export const UtteranceSynthesisResponse: Codec<UtteranceSynthesisResponse, UtteranceSynthesisResponseInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.UtteranceSynthesisResponse',
    writeUtteranceSynthesisResponse,
    readUtteranceSynthesisResponse,
  );

/** A recorded phrase in which some words are to be replaced (Brand Voice). */
export interface AudioTemplate {
  audio?: AudioContent | undefined;
  textTemplate?: TextTemplate | undefined;
  variables: AudioVariable[];
}

/** What may be encoded as a {@link AudioTemplate}. */
export interface AudioTemplateInit {
  readonly audio?: AudioContentInit | undefined;
  readonly textTemplate?: TextTemplateInit | undefined;
  readonly variables?: readonly AudioVariableInit[] | undefined;
}

const audioTemplateFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'audio',
  'textTemplate',
  'variables',
]);

function writeAudioTemplate(writer: Writer, message: AudioTemplateInit): void {
  refuseUnknown('speechkit.tts.v3.AudioTemplate', audioTemplateFields, message);
  if (message.variables !== undefined)
    writer.messages(26, writeAudioVariable, message.variables, 'AudioTemplate.variables');
  if (message.textTemplate !== undefined)
    writer.message(18, writeTextTemplate, message.textTemplate, 'AudioTemplate.textTemplate');
  if (message.audio !== undefined)
    writer.message(10, writeAudioContent, message.audio, 'AudioTemplate.audio');
}

function readAudioTemplate(reader: Reader, previous: AudioTemplate | undefined): AudioTemplate {
  let audio: AudioContent | undefined;
  let textTemplate: TextTemplate | undefined;
  let variables: AudioVariable[] = [];
  if (previous !== undefined) ({ audio, textTemplate, variables } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        audio = reader.message(readAudioContent, audio);
        break;
      case 18:
        textTemplate = reader.message(readTextTemplate, textTemplate);
        break;
      case 26:
        variables.push(reader.message(readAudioVariable, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { audio, textTemplate, variables };
}

/** Codec of `speechkit.tts.v3.AudioTemplate`. */
export const AudioTemplate: Codec<AudioTemplate, AudioTemplateInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.AudioTemplate',
  writeAudioTemplate,
  readAudioTemplate,
);

/** Audio in the requested format. */
export interface AudioChunk {
  data: Uint8Array;
}

/** What may be encoded as a {@link AudioChunk}. */
export interface AudioChunkInit {
  readonly data?: Uint8Array | undefined;
}

const audioChunkFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['data']);

function writeAudioChunk(writer: Writer, message: AudioChunkInit): void {
  refuseUnknown('speechkit.tts.v3.AudioChunk', audioChunkFields, message);
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

/** Codec of `speechkit.tts.v3.AudioChunk`. */
export const AudioChunk: Codec<AudioChunk, AudioChunkInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.AudioChunk',
  writeAudioChunk,
  readAudioChunk,
);

/** A piece of the text that was given. */
export interface TextChunk {
  text: string;
}

/** What may be encoded as a {@link TextChunk}. */
export interface TextChunkInit {
  readonly text?: string | undefined;
}

const textChunkFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['text']);

function writeTextChunk(writer: Writer, message: TextChunkInit): void {
  refuseUnknown('speechkit.tts.v3.TextChunk', textChunkFields, message);
  if (message.text !== undefined && message.text !== '') writer.string(10, message.text, 'TextChunk.text');
}

function readTextChunk(reader: Reader, previous: TextChunk | undefined): TextChunk {
  let text: string = '';
  if (previous !== undefined) ({ text } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        text = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { text };
}

/** Codec of `speechkit.tts.v3.TextChunk`. */
export const TextChunk: Codec<TextChunk, TextChunkInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.TextChunk',
  writeTextChunk,
  readTextChunk,
);

/** A text with variables in it. */
export interface TextTemplate {
  /** The text, with variables in braces. */
  textTemplate: string;
  variables: TextVariable[];
}

/** What may be encoded as a {@link TextTemplate}. */
export interface TextTemplateInit {
  /** The text, with variables in braces. */
  readonly textTemplate?: string | undefined;
  readonly variables?: readonly TextVariableInit[] | undefined;
}

const textTemplateFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['textTemplate', 'variables']);

function writeTextTemplate(writer: Writer, message: TextTemplateInit): void {
  refuseUnknown('speechkit.tts.v3.TextTemplate', textTemplateFields, message);
  if (message.variables !== undefined)
    writer.messages(18, writeTextVariable, message.variables, 'TextTemplate.variables');
  if (message.textTemplate !== undefined && message.textTemplate !== '')
    writer.string(10, message.textTemplate, 'TextTemplate.textTemplate');
}

function readTextTemplate(reader: Reader, previous: TextTemplate | undefined): TextTemplate {
  let textTemplate: string = '';
  let variables: TextVariable[] = [];
  if (previous !== undefined) ({ textTemplate, variables } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        textTemplate = reader.string();
        break;
      case 18:
        variables.push(reader.message(readTextVariable, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { textTemplate, variables };
}

/** Codec of `speechkit.tts.v3.TextTemplate`. */
export const TextTemplate: Codec<TextTemplate, TextTemplateInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.TextTemplate',
  writeTextTemplate,
  readTextTemplate,
);

/**
 * Whether the duration is exact or a bound.
 *
 * - `DURATION_HINT_POLICY_UNSPECIFIED` (0)
 * - `EXACT_DURATION` (1)
 * - `MIN_DURATION` (2)
 * - `MAX_DURATION` (3)
 */
export type DurationHint_DurationHintPolicy =
  'DURATION_HINT_POLICY_UNSPECIFIED' | 'EXACT_DURATION' | 'MIN_DURATION' | 'MAX_DURATION';

const DurationHint_DurationHintPolicyTable = /* @__PURE__ */ new EnumTable<DurationHint_DurationHintPolicy>(
  'speechkit.tts.v3.DurationHint.DurationHintPolicy',
  {
    DURATION_HINT_POLICY_UNSPECIFIED: 0,
    EXACT_DURATION: 1,
    MIN_DURATION: 2,
    MAX_DURATION: 3,
  },
);

/** How long the speech should last. */
export interface DurationHint {
  policy: DurationHint_DurationHintPolicy | number;
  /** Milliseconds. */
  durationMs: number;
}

/** What may be encoded as a {@link DurationHint}. */
export interface DurationHintInit {
  readonly policy?: DurationHint_DurationHintPolicy | number | undefined;
  /** Milliseconds. */
  readonly durationMs?: number | undefined;
}

const durationHintFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['policy', 'durationMs']);

function writeDurationHint(writer: Writer, message: DurationHintInit): void {
  refuseUnknown('speechkit.tts.v3.DurationHint', durationHintFields, message);
  if (message.durationMs !== undefined && message.durationMs !== 0)
    writer.int64(16, message.durationMs, 'DurationHint.durationMs');
  if (
    message.policy !== undefined &&
    message.policy !== 'DURATION_HINT_POLICY_UNSPECIFIED' &&
    message.policy !== 0
  )
    writer.enum(8, DurationHint_DurationHintPolicyTable, message.policy, 'DurationHint.policy');
}

function readDurationHint(reader: Reader, previous: DurationHint | undefined): DurationHint {
  let policy: DurationHint_DurationHintPolicy | number = 'DURATION_HINT_POLICY_UNSPECIFIED';
  let durationMs: number = 0;
  if (previous !== undefined) ({ policy, durationMs } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        policy = DurationHint_DurationHintPolicyTable.name(reader.int32());
        break;
      case 16:
        durationMs = reader.int64('DurationHint.durationMs');
        break;
      default:
        reader.skip(tag);
    }
  }
  return { policy, durationMs };
}

/** Codec of `speechkit.tts.v3.DurationHint`. */
export const DurationHint: Codec<DurationHint, DurationHintInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.DurationHint',
  writeDurationHint,
  readDurationHint,
);

/** One wish about the speech. To wish for a voice and a role, send two of these. */
export type Hints = OneOf<{
  /** Name of the voice; `marina` is the default of the service. */
  voice: string;
  audioTemplate: AudioTemplate;
  /** 1 is the usual speed. */
  speed: number;
  /** For MAX_PEAK above 0 and up to 1 (default 0.7); for LUFS from -145 up to 0, not included (default -19). */
  volume: number;
  /** The manner of speaking; each voice has its own. */
  role: string;
  /** Hz, from -1000 to 1000. */
  pitchShift: number;
  duration: DurationHint;
}>;

/** What may be encoded as a {@link Hints}. */
export type HintsInit = OneOf<{
  /** Name of the voice; `marina` is the default of the service. */
  voice: string;
  audioTemplate: AudioTemplateInit;
  /** 1 is the usual speed. */
  speed: number;
  /** For MAX_PEAK above 0 and up to 1 (default 0.7); for LUFS from -145 up to 0, not included (default -19). */
  volume: number;
  /** The manner of speaking; each voice has its own. */
  role: string;
  /** Hz, from -1000 to 1000. */
  pitchShift: number;
  duration: DurationHintInit;
}>;

const hintsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'voice',
  'audioTemplate',
  'speed',
  'volume',
  'role',
  'pitchShift',
  'duration',
]);

function writeHints(writer: Writer, message: HintsInit): void {
  refuseUnknown('speechkit.tts.v3.Hints', hintsFields, message);
  if (
    (message.voice === undefined ? 0 : 1) +
      (message.audioTemplate === undefined ? 0 : 1) +
      (message.speed === undefined ? 0 : 1) +
      (message.volume === undefined ? 0 : 1) +
      (message.role === undefined ? 0 : 1) +
      (message.pitchShift === undefined ? 0 : 1) +
      (message.duration === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'speechkit.tts.v3.Hints',
      'Hint',
      ['voice', 'audioTemplate', 'speed', 'volume', 'role', 'pitchShift', 'duration'],
      message,
    );
  }
  if (message.duration !== undefined)
    writer.message(58, writeDurationHint, message.duration, 'Hints.duration');
  if (message.pitchShift !== undefined) writer.double(49, message.pitchShift, 'Hints.pitchShift');
  if (message.role !== undefined) writer.string(42, message.role, 'Hints.role');
  if (message.volume !== undefined) writer.double(33, message.volume, 'Hints.volume');
  if (message.speed !== undefined) writer.double(25, message.speed, 'Hints.speed');
  if (message.audioTemplate !== undefined)
    writer.message(18, writeAudioTemplate, message.audioTemplate, 'Hints.audioTemplate');
  if (message.voice !== undefined) writer.string(10, message.voice, 'Hints.voice');
}

function readHints(reader: Reader, previous: Hints | undefined): Hints {
  let voice: string | undefined;
  let audioTemplate: AudioTemplate | undefined;
  let speed: number | undefined;
  let volume: number | undefined;
  let role: string | undefined;
  let pitchShift: number | undefined;
  let duration: DurationHint | undefined;
  if (previous !== undefined)
    ({ voice, audioTemplate, speed, volume, role, pitchShift, duration } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        voice = reader.string();
        audioTemplate = undefined;
        speed = undefined;
        volume = undefined;
        role = undefined;
        pitchShift = undefined;
        duration = undefined;
        break;
      case 18:
        audioTemplate = reader.message(readAudioTemplate, audioTemplate);
        voice = undefined;
        speed = undefined;
        volume = undefined;
        role = undefined;
        pitchShift = undefined;
        duration = undefined;
        break;
      case 25:
        speed = reader.double();
        voice = undefined;
        audioTemplate = undefined;
        volume = undefined;
        role = undefined;
        pitchShift = undefined;
        duration = undefined;
        break;
      case 33:
        volume = reader.double();
        voice = undefined;
        audioTemplate = undefined;
        speed = undefined;
        role = undefined;
        pitchShift = undefined;
        duration = undefined;
        break;
      case 42:
        role = reader.string();
        voice = undefined;
        audioTemplate = undefined;
        speed = undefined;
        volume = undefined;
        pitchShift = undefined;
        duration = undefined;
        break;
      case 49:
        pitchShift = reader.double();
        voice = undefined;
        audioTemplate = undefined;
        speed = undefined;
        volume = undefined;
        role = undefined;
        duration = undefined;
        break;
      case 58:
        duration = reader.message(readDurationHint, duration);
        voice = undefined;
        audioTemplate = undefined;
        speed = undefined;
        volume = undefined;
        role = undefined;
        pitchShift = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { voice, audioTemplate, speed, volume, role, pitchShift, duration } as Hints;
}

/** Codec of `speechkit.tts.v3.Hints`. */
export const Hints: Codec<Hints, HintsInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.Hints',
  writeHints,
  readHints,
);

/**
 * What the loudness of speech is measured by.
 *
 * - `LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED` (0)
 * - `MAX_PEAK` (1)
 * - `LUFS` (2)
 */
export type UtteranceSynthesisRequest_LoudnessNormalizationType =
  'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED' | 'MAX_PEAK' | 'LUFS';

const UtteranceSynthesisRequest_LoudnessNormalizationTypeTable =
  /* @__PURE__ */ new EnumTable<UtteranceSynthesisRequest_LoudnessNormalizationType>(
    'speechkit.tts.v3.UtteranceSynthesisRequest.LoudnessNormalizationType',
    {
      LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED: 0,
      MAX_PEAK: 1,
      LUFS: 2,
    },
  );

/** A text to speak. */
export type UtteranceSynthesisRequest = {
  /** Empty, except for Brand Voice. */
  model: string;
  hints: Hints[];
  outputAudioSpec?: AudioFormatOptions | undefined;
  loudnessNormalizationType: UtteranceSynthesisRequest_LoudnessNormalizationType | number;
  /** Lets the service split a long text into several utterances. */
  unsafeMode: boolean;
} & OneOf<{
  /** Up to 250 characters, or 5000 in unsafe mode. */
  text: string;
  textTemplate: TextTemplate;
}>;

/** What may be encoded as a {@link UtteranceSynthesisRequest}. */
export type UtteranceSynthesisRequestInit = {
  /** Empty, except for Brand Voice. */
  readonly model?: string | undefined;
  readonly hints?: readonly HintsInit[] | undefined;
  readonly outputAudioSpec?: AudioFormatOptionsInit | undefined;
  readonly loudnessNormalizationType?:
    UtteranceSynthesisRequest_LoudnessNormalizationType | number | undefined;
  /** Lets the service split a long text into several utterances. */
  readonly unsafeMode?: boolean | undefined;
} & OneOf<{
  /** Up to 250 characters, or 5000 in unsafe mode. */
  text: string;
  textTemplate: TextTemplateInit;
}>;

const utteranceSynthesisRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'model',
  'text',
  'textTemplate',
  'hints',
  'outputAudioSpec',
  'loudnessNormalizationType',
  'unsafeMode',
]);

function writeUtteranceSynthesisRequest(writer: Writer, message: UtteranceSynthesisRequestInit): void {
  refuseUnknown('speechkit.tts.v3.UtteranceSynthesisRequest', utteranceSynthesisRequestFields, message);
  if ((message.text === undefined ? 0 : 1) + (message.textTemplate === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'speechkit.tts.v3.UtteranceSynthesisRequest',
      'Utterance',
      ['text', 'textTemplate'],
      message,
    );
  }
  if (message.unsafeMode !== undefined && message.unsafeMode !== false)
    writer.bool(56, message.unsafeMode, 'UtteranceSynthesisRequest.unsafeMode');
  if (
    message.loudnessNormalizationType !== undefined &&
    message.loudnessNormalizationType !== 'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED' &&
    message.loudnessNormalizationType !== 0
  )
    writer.enum(
      48,
      UtteranceSynthesisRequest_LoudnessNormalizationTypeTable,
      message.loudnessNormalizationType,
      'UtteranceSynthesisRequest.loudnessNormalizationType',
    );
  if (message.outputAudioSpec !== undefined)
    writer.message(
      42,
      writeAudioFormatOptions,
      message.outputAudioSpec,
      'UtteranceSynthesisRequest.outputAudioSpec',
    );
  if (message.hints !== undefined)
    writer.messages(34, writeHints, message.hints, 'UtteranceSynthesisRequest.hints');
  if (message.textTemplate !== undefined)
    writer.message(26, writeTextTemplate, message.textTemplate, 'UtteranceSynthesisRequest.textTemplate');
  if (message.text !== undefined) writer.string(18, message.text, 'UtteranceSynthesisRequest.text');
  if (message.model !== undefined && message.model !== '')
    writer.string(10, message.model, 'UtteranceSynthesisRequest.model');
}

function readUtteranceSynthesisRequest(
  reader: Reader,
  previous: UtteranceSynthesisRequest | undefined,
): UtteranceSynthesisRequest {
  let model: string = '';
  let text: string | undefined;
  let textTemplate: TextTemplate | undefined;
  let hints: Hints[] = [];
  let outputAudioSpec: AudioFormatOptions | undefined;
  let loudnessNormalizationType: UtteranceSynthesisRequest_LoudnessNormalizationType | number =
    'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED';
  let unsafeMode: boolean = false;
  if (previous !== undefined)
    ({ model, text, textTemplate, hints, outputAudioSpec, loudnessNormalizationType, unsafeMode } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        model = reader.string();
        break;
      case 18:
        text = reader.string();
        textTemplate = undefined;
        break;
      case 26:
        textTemplate = reader.message(readTextTemplate, textTemplate);
        text = undefined;
        break;
      case 34:
        hints.push(reader.message(readHints, undefined));
        break;
      case 42:
        outputAudioSpec = reader.message(readAudioFormatOptions, outputAudioSpec);
        break;
      case 48:
        loudnessNormalizationType = UtteranceSynthesisRequest_LoudnessNormalizationTypeTable.name(
          reader.int32(),
        );
        break;
      case 56:
        unsafeMode = reader.bool();
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    model,
    text,
    textTemplate,
    hints,
    outputAudioSpec,
    loudnessNormalizationType,
    unsafeMode,
  } as UtteranceSynthesisRequest;
}

/** Codec of `speechkit.tts.v3.UtteranceSynthesisRequest`. */
export const UtteranceSynthesisRequest: Codec<UtteranceSynthesisRequest, UtteranceSynthesisRequestInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.UtteranceSynthesisRequest',
    writeUtteranceSynthesisRequest,
    readUtteranceSynthesisRequest,
  );

/** The settings of a stream: sent first and only once. */
export interface SynthesisOptions {
  /** Empty, except for Brand Voice. */
  model: string;
  voice: string;
  /** The manner of speaking; each voice has its own. */
  role: string;
  /** 1 is the usual speed. */
  speed: number;
  /** As in `Hints`. */
  volume: number;
  /** Hz, from -1000 to 1000. */
  pitchShift: number;
  outputAudioSpec?: AudioFormatOptions | undefined;
  loudnessNormalizationType: LoudnessNormalizationType | number;
}

/** What may be encoded as a {@link SynthesisOptions}. */
export interface SynthesisOptionsInit {
  /** Empty, except for Brand Voice. */
  readonly model?: string | undefined;
  readonly voice?: string | undefined;
  /** The manner of speaking; each voice has its own. */
  readonly role?: string | undefined;
  /** 1 is the usual speed. */
  readonly speed?: number | undefined;
  /** As in `Hints`. */
  readonly volume?: number | undefined;
  /** Hz, from -1000 to 1000. */
  readonly pitchShift?: number | undefined;
  readonly outputAudioSpec?: AudioFormatOptionsInit | undefined;
  readonly loudnessNormalizationType?: LoudnessNormalizationType | number | undefined;
}

const synthesisOptionsFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'model',
  'voice',
  'role',
  'speed',
  'volume',
  'pitchShift',
  'outputAudioSpec',
  'loudnessNormalizationType',
]);

function writeSynthesisOptions(writer: Writer, message: SynthesisOptionsInit): void {
  refuseUnknown('speechkit.tts.v3.SynthesisOptions', synthesisOptionsFields, message);
  if (
    message.loudnessNormalizationType !== undefined &&
    message.loudnessNormalizationType !== 'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED' &&
    message.loudnessNormalizationType !== 0
  )
    writer.enum(
      64,
      LoudnessNormalizationTypeTable,
      message.loudnessNormalizationType,
      'SynthesisOptions.loudnessNormalizationType',
    );
  if (message.outputAudioSpec !== undefined)
    writer.message(58, writeAudioFormatOptions, message.outputAudioSpec, 'SynthesisOptions.outputAudioSpec');
  if (message.pitchShift !== undefined && !Object.is(message.pitchShift, 0))
    writer.double(49, message.pitchShift, 'SynthesisOptions.pitchShift');
  if (message.volume !== undefined && !Object.is(message.volume, 0))
    writer.double(41, message.volume, 'SynthesisOptions.volume');
  if (message.speed !== undefined && !Object.is(message.speed, 0))
    writer.double(33, message.speed, 'SynthesisOptions.speed');
  if (message.role !== undefined && message.role !== '')
    writer.string(26, message.role, 'SynthesisOptions.role');
  if (message.voice !== undefined && message.voice !== '')
    writer.string(18, message.voice, 'SynthesisOptions.voice');
  if (message.model !== undefined && message.model !== '')
    writer.string(10, message.model, 'SynthesisOptions.model');
}

function readSynthesisOptions(reader: Reader, previous: SynthesisOptions | undefined): SynthesisOptions {
  let model: string = '';
  let voice: string = '';
  let role: string = '';
  let speed: number = 0;
  let volume: number = 0;
  let pitchShift: number = 0;
  let outputAudioSpec: AudioFormatOptions | undefined;
  let loudnessNormalizationType: LoudnessNormalizationType | number =
    'LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED';
  if (previous !== undefined)
    ({ model, voice, role, speed, volume, pitchShift, outputAudioSpec, loudnessNormalizationType } =
      previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        model = reader.string();
        break;
      case 18:
        voice = reader.string();
        break;
      case 26:
        role = reader.string();
        break;
      case 33:
        speed = reader.double();
        break;
      case 41:
        volume = reader.double();
        break;
      case 49:
        pitchShift = reader.double();
        break;
      case 58:
        outputAudioSpec = reader.message(readAudioFormatOptions, outputAudioSpec);
        break;
      case 64:
        loudnessNormalizationType = LoudnessNormalizationTypeTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { model, voice, role, speed, volume, pitchShift, outputAudioSpec, loudnessNormalizationType };
}

/** Codec of `speechkit.tts.v3.SynthesisOptions`. */
export const SynthesisOptions: Codec<SynthesisOptions, SynthesisOptionsInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.SynthesisOptions',
  writeSynthesisOptions,
  readSynthesisOptions,
);

/** The next piece of text. */
export interface SynthesisInput {
  /** Joined to the text before it as it is: words need a space between pieces. */
  text: string;
}

/** What may be encoded as a {@link SynthesisInput}. */
export interface SynthesisInputInit {
  /** Joined to the text before it as it is: words need a space between pieces. */
  readonly text?: string | undefined;
}

const synthesisInputFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['text']);

function writeSynthesisInput(writer: Writer, message: SynthesisInputInit): void {
  refuseUnknown('speechkit.tts.v3.SynthesisInput', synthesisInputFields, message);
  if (message.text !== undefined && message.text !== '')
    writer.string(10, message.text, 'SynthesisInput.text');
}

function readSynthesisInput(reader: Reader, previous: SynthesisInput | undefined): SynthesisInput {
  let text: string = '';
  if (previous !== undefined) ({ text } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        text = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { text };
}

/** Codec of `speechkit.tts.v3.SynthesisInput`. */
export const SynthesisInput: Codec<SynthesisInput, SynthesisInputInit> = /* @__PURE__ */ createCodec(
  'speechkit.tts.v3.SynthesisInput',
  writeSynthesisInput,
  readSynthesisInput,
);

/** Asks to speak all text received so far without waiting for more. */
export interface ForceSynthesisEvent {
  readonly [field: string]: never;
}

/** What may be encoded as a {@link ForceSynthesisEvent}. */
export interface ForceSynthesisEventInit {
  readonly [field: string]: never;
}

function writeForceSynthesisEvent(): void {}

function readForceSynthesisEvent(reader: Reader): ForceSynthesisEvent {
  while (reader.position < reader.end) reader.skip(reader.tag());
  return {};
}

/** Codec of `speechkit.tts.v3.ForceSynthesisEvent`. */
export const ForceSynthesisEvent: Codec<ForceSynthesisEvent, ForceSynthesisEventInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.ForceSynthesisEvent',
    writeForceSynthesisEvent,
    readForceSynthesisEvent,
  );

/** A message of the client: first the options, then text. */
export type StreamSynthesisRequest = OneOf<{
  options: SynthesisOptions;
  synthesisInput: SynthesisInput;
  forceSynthesis: ForceSynthesisEvent;
}>;

/** What may be encoded as a {@link StreamSynthesisRequest}. */
export type StreamSynthesisRequestInit = OneOf<{
  options: SynthesisOptionsInit;
  synthesisInput: SynthesisInputInit;
  forceSynthesis: ForceSynthesisEventInit;
}>;

const streamSynthesisRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'options',
  'synthesisInput',
  'forceSynthesis',
]);

function writeStreamSynthesisRequest(writer: Writer, message: StreamSynthesisRequestInit): void {
  refuseUnknown('speechkit.tts.v3.StreamSynthesisRequest', streamSynthesisRequestFields, message);
  if (
    (message.options === undefined ? 0 : 1) +
      (message.synthesisInput === undefined ? 0 : 1) +
      (message.forceSynthesis === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'speechkit.tts.v3.StreamSynthesisRequest',
      'Event',
      ['options', 'synthesisInput', 'forceSynthesis'],
      message,
    );
  }
  if (message.forceSynthesis !== undefined)
    writer.message(
      26,
      writeForceSynthesisEvent,
      message.forceSynthesis,
      'StreamSynthesisRequest.forceSynthesis',
    );
  if (message.synthesisInput !== undefined)
    writer.message(18, writeSynthesisInput, message.synthesisInput, 'StreamSynthesisRequest.synthesisInput');
  if (message.options !== undefined)
    writer.message(10, writeSynthesisOptions, message.options, 'StreamSynthesisRequest.options');
}

function readStreamSynthesisRequest(
  reader: Reader,
  previous: StreamSynthesisRequest | undefined,
): StreamSynthesisRequest {
  let options: SynthesisOptions | undefined;
  let synthesisInput: SynthesisInput | undefined;
  let forceSynthesis: ForceSynthesisEvent | undefined;
  if (previous !== undefined) ({ options, synthesisInput, forceSynthesis } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        options = reader.message(readSynthesisOptions, options);
        synthesisInput = undefined;
        forceSynthesis = undefined;
        break;
      case 18:
        synthesisInput = reader.message(readSynthesisInput, synthesisInput);
        options = undefined;
        forceSynthesis = undefined;
        break;
      case 26:
        forceSynthesis = reader.message(readForceSynthesisEvent, forceSynthesis);
        options = undefined;
        synthesisInput = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { options, synthesisInput, forceSynthesis } as StreamSynthesisRequest;
}

/** Codec of `speechkit.tts.v3.StreamSynthesisRequest`. */
export const StreamSynthesisRequest: Codec<StreamSynthesisRequest, StreamSynthesisRequestInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.StreamSynthesisRequest',
    writeStreamSynthesisRequest,
    readStreamSynthesisRequest,
  );

/** A piece of speech. */
export interface StreamSynthesisResponse {
  audioChunk?: AudioChunk | undefined;
  /** The text that this piece speaks. */
  textChunk?: TextChunk | undefined;
  /** Where the piece begins, in milliseconds from the start of the whole speech. */
  startMs: number;
  /** Milliseconds. */
  lengthMs: number;
  wordTimings: WordTiming[];
}

/** What may be encoded as a {@link StreamSynthesisResponse}. */
export interface StreamSynthesisResponseInit {
  readonly audioChunk?: AudioChunkInit | undefined;
  /** The text that this piece speaks. */
  readonly textChunk?: TextChunkInit | undefined;
  /** Where the piece begins, in milliseconds from the start of the whole speech. */
  readonly startMs?: number | undefined;
  /** Milliseconds. */
  readonly lengthMs?: number | undefined;
  readonly wordTimings?: readonly WordTimingInit[] | undefined;
}

const streamSynthesisResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'audioChunk',
  'textChunk',
  'startMs',
  'lengthMs',
  'wordTimings',
]);

function writeStreamSynthesisResponse(writer: Writer, message: StreamSynthesisResponseInit): void {
  refuseUnknown('speechkit.tts.v3.StreamSynthesisResponse', streamSynthesisResponseFields, message);
  if (message.wordTimings !== undefined)
    writer.messages(42, writeWordTiming, message.wordTimings, 'StreamSynthesisResponse.wordTimings');
  if (message.lengthMs !== undefined && message.lengthMs !== 0)
    writer.int64(32, message.lengthMs, 'StreamSynthesisResponse.lengthMs');
  if (message.startMs !== undefined && message.startMs !== 0)
    writer.int64(24, message.startMs, 'StreamSynthesisResponse.startMs');
  if (message.textChunk !== undefined)
    writer.message(18, writeTextChunk, message.textChunk, 'StreamSynthesisResponse.textChunk');
  if (message.audioChunk !== undefined)
    writer.message(10, writeAudioChunk, message.audioChunk, 'StreamSynthesisResponse.audioChunk');
}

function readStreamSynthesisResponse(
  reader: Reader,
  previous: StreamSynthesisResponse | undefined,
): StreamSynthesisResponse {
  let audioChunk: AudioChunk | undefined;
  let textChunk: TextChunk | undefined;
  let startMs: number = 0;
  let lengthMs: number = 0;
  let wordTimings: WordTiming[] = [];
  if (previous !== undefined) ({ audioChunk, textChunk, startMs, lengthMs, wordTimings } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        audioChunk = reader.message(readAudioChunk, audioChunk);
        break;
      case 18:
        textChunk = reader.message(readTextChunk, textChunk);
        break;
      case 24:
        startMs = reader.int64('StreamSynthesisResponse.startMs');
        break;
      case 32:
        lengthMs = reader.int64('StreamSynthesisResponse.lengthMs');
        break;
      case 42:
        wordTimings.push(reader.message(readWordTiming, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { audioChunk, textChunk, startMs, lengthMs, wordTimings };
}

/** Codec of `speechkit.tts.v3.StreamSynthesisResponse`. */
export const StreamSynthesisResponse: Codec<StreamSynthesisResponse, StreamSynthesisResponseInit> =
  /* @__PURE__ */ createCodec(
    'speechkit.tts.v3.StreamSynthesisResponse',
    writeStreamSynthesisResponse,
    readStreamSynthesisResponse,
  );

/** Speech synthesis. */
export const Synthesizer: {
  /** Speaks one text; audio comes in one or more messages. */
  readonly utteranceSynthesis: Method<
    UtteranceSynthesisRequestInit,
    UtteranceSynthesisRequest,
    UtteranceSynthesisResponseInit,
    UtteranceSynthesisResponse
  >;
  /** Speaks a text that is still being written: options, then pieces of text, while audio comes back. */
  readonly streamSynthesis: Method<
    StreamSynthesisRequestInit,
    StreamSynthesisRequest,
    StreamSynthesisResponseInit,
    StreamSynthesisResponse
  >;
} = {
  utteranceSynthesis: {
    path: '/speechkit.tts.v3.Synthesizer/UtteranceSynthesis',
    requestStream: false,
    responseStream: true,
    request: UtteranceSynthesisRequest,
    response: UtteranceSynthesisResponse,
  },
  streamSynthesis: {
    path: '/speechkit.tts.v3.Synthesizer/StreamSynthesis',
    requestStream: true,
    responseStream: true,
    request: StreamSynthesisRequest,
    response: StreamSynthesisResponse,
  },
};
