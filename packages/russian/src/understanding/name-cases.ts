/** The cases of nouns. */
export type Case = 'nominative' | 'genitive' | 'dative' | 'accusative' | 'instrumental' | 'prepositional';

/** The endings of a declension, by case. */
export type Endings = Readonly<Record<Case, string>>;

const endings = (
  nominative: string,
  genitive: string,
  dative: string,
  accusative: string,
  instrumental: string,
  prepositional: string,
): Endings => ({ nominative, genitive, dative, accusative, instrumental, prepositional });

/** Stems that lose a vowel. */
const irregular: ReadonlyMap<string, string> = new Map([
  ['павел', 'павл'],
  ['лев', 'льв'],
  ['петр', 'петр'],
  ['игорек', 'игорьк'],
  ['витек', 'витьк'],
  ['санек', 'саньк'],
]);

/** The forms of a first name (lower case, ё as е) with the cases that each is. Names of other tongues stay as they are. */
export function* formsOfName(
  name: string,
  gender: 'male' | 'female',
): Generator<[form: string, inCase: Case]> {
  const { stem, ends } = declension(name, gender);
  for (const [inCase, end] of Object.entries(ends) as [Case, string][]) {
    const bent = irregular.get(name);
    yield [inCase === 'nominative' ? name : (bent ?? stem) + end, inCase];
  }
}

function declension(name: string, gender: 'male' | 'female'): { stem: string; ends: Endings } {
  const stem = name.slice(0, -1);
  const hushing = /[жшчщц]$/.test(stem);
  const soft = /[гкхжшчщ]$/.test(stem);
  if (/ия$/.test(name)) return { stem, ends: endings('я', 'и', 'и', 'ю', 'ей', 'и') };
  if (/я$/.test(name)) return { stem, ends: endings('я', 'и', 'е', 'ю', 'ей', 'е') };
  if (/а$/.test(name)) {
    return { stem, ends: endings('а', soft ? 'и' : 'ы', 'е', 'у', hushing ? 'ей' : 'ой', 'е') };
  }
  if (/ь$/.test(name)) {
    const ends =
      gender === 'female' ? endings('ь', 'и', 'и', 'ь', 'ью', 'и') : endings('ь', 'я', 'ю', 'я', 'ем', 'е');
    return { stem, ends };
  }
  if (gender === 'female' || /[оеиуэы]$/.test(name))
    return { stem: name, ends: endings('', '', '', '', '', '') };
  if (/ий$/.test(name)) return { stem, ends: endings('й', 'я', 'ю', 'я', 'ем', 'и') };
  if (/й$/.test(name)) return { stem, ends: endings('й', 'я', 'ю', 'я', 'ем', 'е') };
  return { stem: name, ends: endings('', 'а', 'у', 'а', /[жшчщц]$/.test(name) ? 'ем' : 'ом', 'е') };
}
