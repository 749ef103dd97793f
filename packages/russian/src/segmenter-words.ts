const closeWord =
  /(?:^|\s)(?:в|во|на|с|со|к|ко|у|о|об|от|до|из|за|по|под|для|без|при|и|а|но|не|ни|или|что|как)\s+$/i;
const abbreviated = /(?<!\p{L})(?:\p{L}{1,4}|\p{L}+-\p{L}+)\.\s+$/u;
const counted = /\d\s+$/;

/** Where to cut a text of more than `maxChars` without any punctuation to cut at: between words that may part. */
export function cutBetweenWords(text: string, maxChars: number): number {
  const spaces = Array.from(
    text.slice(0, maxChars).matchAll(/\s+/g),
    ({ index, 0: gap }) => index + gap.length,
  );
  const apart = spaces.findLast(
    (cut) => cut > maxChars / 2 && !belongTogether(text.slice(Math.max(0, cut - 24), cut)),
  );
  const cut = apart ?? spaces.at(-1);
  if (cut !== undefined) return cut;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxChars - 1));
  return splitsPair ? maxChars - 1 : maxChars;
}

/** Whether a text ends with a word that belongs to the next one: «ул. », «1 », «в ». */
function belongTogether(before: string): boolean {
  return abbreviated.test(before) || counted.test(before) || closeWord.test(before);
}
