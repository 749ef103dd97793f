/** The dot of a shortened word that also ends the sentence: «Итого 300 руб. Оплата картой», «и т. д.» at the end. */
export function sentenceDot(dot: string | undefined, after: string): string {
  return dot === '.' && /^(?:["»“)]*\s*$|\s*\n|["»“)]*\s+["«(]?[A-ZА-ЯЁ])/.test(after) ? '.' : '';
}

/** The dot of a shortened word that no other sentence can follow: kept at the end of the text. */
export function lastDot(after: string): string {
  return /^["»“)]*\s*$/.test(after) ? '.' : '';
}
