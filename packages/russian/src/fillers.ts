/** Sounds and words that mean nothing by themselves. Raw words: lower case, no punctuation. */
export const fillers: ReadonlySet<string> = new Set([
  ...['э', 'ээ', 'эээ', 'м', 'мм', 'ммм', 'эм', 'а', 'ну', 'вот', 'значит', 'типа', 'короче', 'блин'],
]);
