/**
 * The text without TTS markup, as it is heard (docs: speechkit/tts/markup/tts-markup): stress `+`, pauses
 * `sil<[300]>` and `<[small]>`, emphasis `<[accented]>` and `**word**`, phonemes `[[…]]`. The tone voice has
 * no stress and no pauses of its own, so they leave nothing behind but a space.
 */
export function stripMarkup(text: string): string {
  return text
    .replace(/sil<\[\d*\]>/g, ' ')
    .replace(/<\[[a-z]+\]>/g, ' ')
    .replace(/\[\[[^\]]*\]\]/g, ' ')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/\+(?=[аеёиоуыэюяaeiouy])/giu, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,!?…;:])/g, '')
    .trim();
}
