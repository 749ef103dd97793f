import type { LanguageEstimationInit, StreamingOptions } from '@rechka/proto/stt';

/** Languages of recognition (the official Python SDK's list), by the letters that tell them here. */
const scripts = {
  cyrillic: ['ru-RU', 'kk-KZ'],
  latin: [
    ...['en-US', 'de-DE', 'es-ES', 'fi-FI', 'fr-FR', 'it-IT', 'nl-NL', 'pl-PL', 'pt-PT', 'pt-BR'],
    ...['sv-SE', 'tr-TR', 'uz-UZ'],
  ],
  hebrew: ['he-IL'],
} as const;

const letters: Readonly<Record<keyof typeof scripts, RegExp>> = {
  cyrillic: /\p{Script=Cyrillic}/gu,
  latin: /\p{Script=Latin}/gu,
  hebrew: /\p{Script=Hebrew}/gu,
};

const all: readonly string[] = Object.values(scripts).flat();

/** Languages that a session listens for. */
export class Languages {
  /** The service is to find out by itself; then it does not normalize (documented). */
  readonly auto: boolean;
  readonly #candidates: readonly string[];

  constructor(candidates: readonly string[], auto: boolean) {
    this.#candidates = candidates;
    this.auto = auto;
  }

  has(language: string): boolean {
    return this.#candidates.includes(language);
  }

  /**
   * How likely each language is for a text, the likeliest first; nothing where there is no choice. By the letters:
   * of several languages with the same ones, the first that was asked for.
   */
  estimate(text: string): LanguageEstimationInit[] {
    if (this.#candidates.length < 2) return [];
    const counts = Object.entries(scripts).map(([script, languages]) => ({
      languageCode: this.#candidates.find((candidate) =>
        (languages as readonly string[]).includes(candidate),
      ),
      count: text.match(letters[script as keyof typeof scripts])?.length ?? 0,
    }));
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    return counts
      .flatMap(({ languageCode, count }) =>
        languageCode === undefined || count === 0 ? [] : [{ languageCode, probability: count / total }],
      )
      .sort((a, b) => b.probability - a.probability);
  }
}

/** Reads `language_restriction`; gives the unknown code if there is one. */
export function readLanguages(
  options: NonNullable<StreamingOptions['recognitionModel']>['languageRestriction'],
): Languages | { unknown: string } {
  const { restrictionType, languageCode: codes = [] } = options ?? {};
  const unknown = codes.find((code) => code !== 'auto' && !all.includes(code));
  if (unknown !== undefined) return { unknown };
  if (restrictionType === 'BLACKLIST') {
    return new Languages(
      all.filter((code) => !codes.includes(code)),
      false,
    );
  }
  if (codes.includes('auto')) return new Languages(all, true);
  return new Languages(codes.length === 0 ? ['ru-RU'] : codes, false);
}
