/** Words that a recogniser writes for what it could not make out. */
const strangers = [
  'барбарис',
  'потому',
  'сказал',
  'вот',
  'камыш',
  'это',
  'работа',
  'его',
  'перешеек',
  'там',
  'который',
  'дом',
];

/** FNV-1a: what befalls a word is the same in every partial and in the final. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
}

/**
 * A transcript by a worse recogniser: of each hundred words `share` × 100 become other words that sound like nothing
 * that was said, half as many are lost, a quarter as many are joined to the word before.
 */
export function misheard({ text, utterance }, words, share) {
  const timed = words.length > 0 ? words : text.split(' ').map((word) => ({ text: word }));
  const counts = new Map();
  const heard = [];
  for (const word of timed) {
    const count = (counts.get(word.text) ?? 0) + 1;
    counts.set(word.text, count);
    const fate = hash(`${utterance} ${word.text} ${count}`) / 2 ** 32;
    const last = heard.at(-1);
    if (fate < share) heard.push({ ...word, text: strangers[Math.floor((fate / share) * strangers.length)] });
    else if (fate < share * 1.5) continue;
    else if (fate < share * 1.75 && last)
      heard[heard.length - 1] = { ...last, text: last.text + word.text, endMs: word.endMs };
    else heard.push(word);
  }
  return {
    text: heard.map((word) => word.text).join(' '),
    words: words.length > 0 ? heard : [],
  };
}
