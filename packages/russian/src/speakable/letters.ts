const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(
  'а:а б:бэ в:вэ г:гэ д:дэ е:е ё:ё ж:жэ з:зэ и:и й:ий к:ка л:эль м:эм н:эн о:о п:пэ р:эр с:эс т:тэ у:у ф:эф х:ха ц:цэ ч:че ш:ша щ:ща ъ:твёрдый_знак ы:ы ь:мягкий_знак э:э ю:ю я:я'
    .split(' ')
    .map((pair) => pair.split(':')),
) as Record<string, string>;

/** As in English acronyms: «ю эс би». */
const english: Readonly<Record<string, string>> = Object.fromEntries(
  'a:эй b:би c:си d:ди e:и f:эф g:джи h:эйч i:ай j:джей k:кей l:эл m:эм n:эн o:о p:пи q:кью r:ар s:эс t:ти u:ю v:ви w:дабл-ю x:икс y:уай z:зет'
    .split(' ')
    .map((pair) => pair.split(':')),
) as Record<string, string>;

/** As Russians call them on tickets, plates and doors: «эс у двенадцать тридцать четыре». */
const onTickets: Readonly<Record<string, string>> = Object.fromEntries(
  'a:а b:бэ c:цэ d:дэ e:е f:эф g:гэ h:аш i:и j:йот k:ка l:эль m:эм n:эн o:о p:пэ q:ку r:эр s:эс t:тэ u:у v:вэ w:дабл-вэ x:икс y:игрек z:зет'
    .split(' ')
    .map((pair) => pair.split(':')),
) as Record<string, string>;

function spelled(word: string, names: Readonly<Record<string, string>>): string {
  return Array.from(word.toLowerCase(), (letter) => (names[letter] ?? letter).replace('_', ' ')).join(' ');
}

/** Russian letters by their names, «эм эф цэ»; Latin ones as on a ticket. */
export function spellLetters(word: string): string {
  return spelled(word, { ...onTickets, ...cyrillic });
}

/** Latin letters by their English names: «ю эс би». */
export function spellEnglish(word: string): string {
  return spelled(word, english);
}
