import type { UtteranceSynthesisRequest } from '@rechka/proto/tts';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import { audioOutput } from './audio-output.js';
import { readMarkup } from './markup.js';
import type { TextPart } from './speaker.js';
import { splitSentences, splitText } from './split-text.js';
import { checkLength, invalid, speakingCall, type SynthesisCall } from './speaking-call.js';
import { readHints } from './synthesis-options.js';
import type { TtsServiceOptions } from './tts-service.js';
import { requestIds } from './voices.js';
import type { VoiceSettings } from './voice-settings.js';

/** What the real voices take for a character: recorded were 60 and 69 ms (`unsafe_mode`, 249 and 124 characters). */
const msPerChar = 60;

/** `UtteranceSynthesis`: one text, one message; with `unsafe_mode` a long text in several. */
export async function synthesizeUtterance(
  call: SynthesisCall,
  request: UtteranceSynthesisRequest,
  options: TtsServiceOptions,
): Promise<void> {
  const { text, textTemplate, unsafeMode, outputAudioSpec } = request;
  if (textTemplate !== undefined) {
    throw new Refusal(status.UNIMPLEMENTED, 'Text templates are for Brand Voice, which the emulator has not');
  }
  const settings = readHints(request, requestIds(call, options.folderId));
  const output = audioOutput(outputAudioSpec);
  if (text === undefined || text.trim() === '') throw invalid('Text for synthesis is empty');
  checkLength(text.length, unsafeMode ? options.maxLongChars : options.maxChars);

  const parts = cut(text, unsafeMode, options).map((part) => ({ text: part, ...readMarkup(part) }));
  const spoken = parts.filter(({ words }) => words.length > 0);
  if (spoken.length === 0) throw invalid('Text for synthesis has nothing to say but markup');
  if (!unsafeMode) checkSpeechLength(parts, settings, options.maxSpeechMs);

  const speaking = await speakingCall(call, { settings, output, options });
  try {
    for (const [index, part] of spoken.entries()) {
      const share = part.text.length / text.length;
      const last = index === spoken.length - 1;
      await speaking.say(part, { last, settings: spoken.length === 1 ? settings : shareOf(settings, share) });
    }
  } finally {
    speaking.close();
  }
}

function cut(text: string, unsafeMode: boolean, { maxChars, messages }: TtsServiceOptions): string[] {
  if (unsafeMode) return splitText(text, maxChars);
  return messages === 'sentence' ? splitSentences(text) : [text];
}

/** The limit of 24 s is documented; what speech would take is estimated, and so is the text of the error. */
function checkSpeechLength(parts: readonly TextPart[], { speed }: VoiceSettings, maxSpeechMs: number): void {
  const chars = parts.flatMap(({ words }) => words).join(' ').length;
  // Pauses at the edges are not spoken.
  const pausesMs = parts
    .flatMap((part) => part.pausesMs)
    .slice(1, -1)
    .reduce((sum, ms) => sum + ms, 0);
  const speechMs = Math.round((chars * msPerChar) / speed) + pausesMs;
  if (speechMs > maxSpeechMs) {
    throw invalid(`Speech would be too long: ${speechMs} ms, at most ${maxSpeechMs} ms are allowed`);
  }
}

/** A wished duration is that of the whole: each part has as much of it as of the text. */
function shareOf(settings: VoiceSettings, share: number): VoiceSettings {
  const { duration } = settings;
  if (duration === undefined) return settings;
  return { ...settings, duration: { ...duration, durationMs: Math.round(duration.durationMs * share) } };
}
