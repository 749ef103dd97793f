const closeWord =
  /(?:^|\s)(?:в|во|на|с|со|к|ко|у|о|об|от|до|из|за|по|под|для|без|при|и|а|но|не|ни|или|что|как)\s+$/i;
const abbreviated = /(?<!\p{L})(?:\p{L}{1,4}|\p{L}+-\p{L}+)\.\s+$/u;
const counted = /\d\s+$/;

/** Where to cut a text without any punctuation to cut at: late, between words that may part. */
export function cutBetweenWords(text: string): number {
  const spaces = Array.from(text.matchAll(/\s+/g), ({ index, 0: gap }) => index + gap.length);
  const apart = spaces.findLast((cut) => cut > text.length / 2 && !belongTogether(text.slice(0, cut)));
  const cut = apart ?? spaces.at(-1);
  if (cut !== undefined) return cut;
  const splitsPair = /[\ud800-\udbff]$/.test(text);
  return splitsPair ? text.length - 1 : text.length;
}

/** Whether a text ends with a word that belongs to the next one: «ул. », «1 », «в ». */
function belongTogether(before: string): boolean {
  const end = before.slice(-24);
  return abbreviated.test(end) || counted.test(end) || closeWord.test(end);
}
