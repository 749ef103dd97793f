/**
 * Words with which a listener says "go on" and takes no turn. Raw words: lower case, no punctuation. «Да» and
 * «хорошо» are here too: while the bot speaks they confirm; a whole answer is known by the bot being silent.
 */
export const backchannels: ReadonlySet<string> = new Set([
  ...['угу', 'ага', 'мгм', 'м-м', 'хм', 'так', 'да', 'да-да', 'ясно', 'понятно', 'понял', 'поняла', 'хорошо'],
]);
