type Names = Readonly<Record<string, string>>;

const namesOf = (list: string): Names =>
  Object.fromEntries(list.split(' ').map((pair) => [pair.charAt(0), pair.slice(1).replace('_', ' ')]));

/** Vowels are said as they are. */
const cyrillic = namesOf(
  'ббэ ввэ ггэ ддэ жжэ ззэ йий кка лэль мэм нэн ппэ рэр сэс ттэ фэф хха ццэ чче шша щща ътвёрдый_знак ьмягкий_знак',
);
/** As Russians call them on tickets, plates and doors: «эс у двенадцать тридцать четыре». */
const onTickets = namesOf(
  'aа bбэ cцэ dдэ eе fэф gгэ hаш iи jйот kка lэль mэм nэн oо pпэ qку rэр sэс tтэ uу vвэ wдабл-вэ xикс yигрек zзет',
);
/** As in English acronyms: «ю эс би». */
const english: Names = {
  ...onTickets,
  ...namesOf('aэй bби cси dди eи gджи hэйч iай jджей kкей lэл pпи qкью rар tти uю vви wдабл-ю yуай'),
};

function spelled(word: string, names: Names): string {
  return Array.from(word.toLowerCase(), (letter) => names[letter] ?? letter).join(' ');
}

/** Russian letters by their names, «эм эф цэ»; Latin ones as on a ticket. */
export function spellLetters(word: string): string {
  return spelled(word, { ...onTickets, ...cyrillic });
}

/** Latin letters by their English names: «ю эс би». */
export function spellEnglish(word: string): string {
  return spelled(word, english);
}
