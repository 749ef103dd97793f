import { wordSet as words } from './word-set.js';

/** What always goes on: «т. е. завтра», «напр. Анна», «см. прайс». */
export const neverLast = words('е н о', 'напр см мин макс прим', 'англ рус лат нем франц');

/** What stands before a name, and binds to a number too: «ул. Ленина», «д. 5», «проф. Иванов». */
export const beforeName = words(
  // Streets and houses.
  'ул пер пл наб просп пр пр-т пр-кт пр-д б-р бул бульв ш туп ал кв-л мкр мкр-н мкрн',
  'д кв корп стр влад вл под эт лит литер оф каб пом ауд кор а/я',
  // Towns, regions, rivers, stations.
  'г с пос пгт дер хут ст-ца респ р оз о-в м ст пос-к рп снт',
  // People.
  'г-н г-жа гр тов проф акад доц асс канд докт д-р дж ген полк подполк кап лейт серж св ак',
  'им зам зав гл нач дир инж ст мл пом секр преп уч архит худ реж мед наук техн экон юрид физ мат кат высш',
  'mr mrs ms dr prof st',
  // Documents and references.
  'п пп гл табл разд прил подп абз ред изд кн вып инв арт',
  'др пр тел моб раб к л х в т ч',
);

/** Street words after their name: «Парковая ул.», «Кутузовский пр-т.» */
export const streetWords = words('ул пер пл наб просп пр пр-т пр-кт б-р бул ш туп ал');

/** What stands before a number: bound to one, and the end of a sentence before anything else. */
export const beforeNumber = words('доб рис ок вн внутр факс');

/** What stands after a number and may end a sentence: «1 200 руб. Оплата картой», «в 2024 г. Мы». */
export const afterNumber = words(
  'руб р коп долл евро тыс млн млрд трлн',
  'г гг в вв ч час мин сек с сут дн нед мес',
  'м см мм км кг гр мг т л мл га кв куб пог атм бар об вт квт гц мб гб',
  'шт чел экз ед уп упак пар пач бут стр',
);

/** What has no other reading, and so may end a sentence without a number before it too. */
export const oftenLast = words('обл р-н кр проч нояб руб коп тыс млн млрд шт чел экз долл мес нед сек');

/** Months and days of the week: they bind to numbers, and end a sentence before a capital letter. */
export const calendar = words('янв февр фев апр авг сент сен окт нояб ноя дек', 'пн вт ср чт пт сб вс');

/** After these, and a capitalised preposition, a sentence has only begun: «В 2024 г. Москва росла», «В пн. Анна». */
export const timeOfSentence: ReadonlySet<string> = new Set([...calendar, ...words('г гг в вв')]);

/** Units, each with what may go on counting after it: «99 руб. 90 коп.», «1 ч. 30 мин.» */
export const smallerUnits: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['руб', words('коп к копеек копейки копейка')],
  ['р', words('коп к копеек копейки копейка')],
  ['ч', words('мин м минут минуты минута')],
  ['час', words('мин минут минуты минута')],
  ['мин', words('сек с секунд секунды секунда')],
  ['тыс', words('руб р рублей')],
  ['млн', words('тыс руб р рублей')],
  ['млрд', words('млн тыс руб рублей')],
  ['кг', words('г гр граммов грамм')],
  ['км', words('м метров')],
  ['м', words('см')],
]);

/** Second words of pairs that may end a sentence, each with its first: «и т. д.», «и др.», «до н. э.», «100 у. е.», «150 л. с.» */
export const endingPairs: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['д', words('т')],
  ['п', words('т')],
  ['др', words('и мн')],
  ['пр', words('и')],
  ['э', words('н')],
  ['е', words('у')],
  ['с', words('л')],
]);

/** Words after which a single capital letter is a label, not an initial: «корпус А. Второй этаж». */
export const lettered =
  /^(?:(?:корпус|подъезд|блок|кабинет|зал|ряд|вариант|класс|тип|витамин|гепатит|пункт|сектор|терминал|план|этаж)[аеу]?|(?:секци|категори|аудитори|лини|сери)[яи]|(?:комнат|групп|зон|букв|литер)[аеуыо]?й?|корп|лит|каб|строение|офис|крови|разделе?|выхода?|тариф|модель)$/;

/** Names that go on after a dot without a space: «Яндекс.Такси». */
export const dottedNames = words('яндекс yandex сбер рамблер вк мегафон билайн');
