import { formsOf, wordSet } from './word-set.js';

// Raw words (lower case, ё as е) of the closed classes of Russian.

/** After a preposition its noun must come. */
export const prepositions = wordSet(
  'в во на к ко с со у о об обо от до из за по под над при для без через между перед после около кроме про ради',
  'вместо из-за из-под насчет вокруг возле рядом против напротив мимо среди внутри вдоль вне согласно ввиду вроде',
);

/** After a conjunction its clause, or the next of a row, must come. */
export const conjunctions = wordSet(
  'и а но или либо что чтобы чтоб если когда потому поэтому хотя то зато однако притом причем пока будто словно',
  'который которая которое которые которого которой которому которую которым котором которых которыми',
  'также иначе тем чем нежели дабы',
);

/** Particles and adverbs that speak of the word after them. */
export const particles = wordSet(
  'не ни ли же бы б только даже именно хоть разве неужели ведь лишь почти еще уже прямо просто хотя-бы пусть',
  'очень слишком самый самая самое самую самого самой самые самых самом довольно достаточно весьма более менее чуть',
  'примерно приблизительно где-то желательно заодно особенно максимально совершенно абсолютно сильно чисто слегка',
  'наверное наверно видимо скорее пожалуй возможно кажется думаю допустим например вообще кстати вернее точнее',
);

/** Words that ask: a question does not end with one, unless it is all of it. */
export const questionWords = wordSet(
  'сколько скольки когда где как какой какая какое какие какого какую каком каких какому почему зачем отчего кто кого',
  'кому кем куда откуда чей чья чье чьи насколько',
);

/** Possessives and demonstratives: their noun must come. */
export const determiners: ReadonlySet<string> = new Set([
  ...formsOf('мо тво сво', 'й я е и его ей ему ю их им ими ем'),
  ...formsOf('ваш наш', ' а е и его ей у ем им их ему'),
  ...formsOf('люб друг так', 'ой ая ую ое ого ом'),
  ...wordSet(
    'этот эта эту эти этого этой этом этих этим этому тот та ту те того той том тех тому такие каждый каждую каждое',
    'каждого всякий весь вся всю любые любых другие некоторые некоторых несколько столько много мало пара пару',
    'полтора полторы обе оба',
  ),
]);

/** Subjects: what they do must come. */
export const subjectPronouns = wordSet('я ты он она мы вы они это');

/** Pronouns that may be the object of a verb before them, or begin something: «запишите меня», «меня не устраивает». */
export const objectPronouns = wordSet(
  'меня мне мной тебя тебе тобой его ему него нему нем им ним ее ей ней нее нас нам нами вас вам вами их них ими ними',
  'себя себе собой',
);

/** Adverbs and forms of politeness that carry nothing to answer: «я вчера», «у меня завтра». */
export const settingWords = wordSet(
  'вчера сегодня завтра послезавтра позавчера недавно сейчас теперь тогда потом сначала там тут здесь уже еще опять',
  'снова обычно всегда иногда говорят сразу',
);

/** How a call begins: what it is about, comes after. */
export const greetings = wordSet('здравствуйте алло привет добрый день вечер утро');

/** To a question for a number or a name they say that it will come: «да, записывайте». */
export const readiness = wordSet('да хорошо ладно конечно давайте угу ага ок окей ну записывайте');

/** Words that are a whole answer by themselves, or together with another of them. */
export const completeAnswers: ReadonlySet<string> = new Set([
  ...greetings,
  ...readiness,
  ...wordSet(
    'нет верно правильно спасибо подходит согласен согласна давай завтра сегодня послезавтра все до свидания можно нельзя точно',
    'обязательно безусловно разумеется никогда ничего неважно пожалуйста отлично прекрасно замечательно понятно ясно понял',
    'поняла договорились благодарю устраивает буду естественно удобно неудобно неа не-а да-да нет-нет',
  ),
]);

/** Of an address: a name or a number must come. */
export const addressNouns = wordSet(
  'улица улице улицу дом доме квартира квартиру корпус строение подъезд этаж офис проспект проспекте переулок бульвар',
  'шоссе площадь набережная проезд тупик аллея поселок деревня село город городе микрорайон район метро станция станции код',
  'дробь литера владение академика генерала маршала имени адрес',
);

/** Nouns that mean nothing before their genitive: «в начале», «по поводу». */
export const relationalNouns = wordSet(
  'начале начала конце конца середине районе течение поводу случае виде количестве размере возрасте качестве пользу',
  'половина половине половину четверть имя добавочный номером стороны числах пределах отношении ходе плане',
);

/** Nouns of which a figure is said: «показания счётчика», «код домофона». */
export const figureNouns = wordSet('номер код показания дата сумма пробег вес рост телефон размер артикул');

/** Nouns that at the beginning of an answer announce what comes: «номер», «замена». */
export const announcingNouns: ReadonlySet<string> = new Set([
  ...figureNouns,
  ...wordSet(
    'фамилия отчество звать договор заказ стоимость цена замена замену ремонт установка доставка оплата гарантия',
    'направление талон полис сдача парковка оформление шиномонтаж эвакуатор такси счет запись прием',
    'услуга чистка проверка сервис трек тариф рейс билет билеты цвет',
  ),
]);

/** Words that ask for their second half: «не только» for «но», «сначала» for «потом». */
export const correlatives: readonly (readonly [first: RegExp, second: RegExp])[] = [
  [/^(?:.* )?не только /, / но /],
  [/^либо /, / либо /],
  [/^(?:ну )?сначала /, / (?:потом|затем|а) /],
  [/^не столько /, / сколько /],
  [/^с одной стороны/, / с другой /],
];
