import { spellEnglish, spellLetters } from './letters.js';

/** Letters of the words below that are said as they are written. */
const [latin, russian] = ['abcdefghiklmnoprstuvyz', 'абкдефгхиклмнопрстувиз'];

/** Latin words that Russians say letter by letter. */
const asWritten =
  'telegram instagram tiktok android samsung sony intel mastercard mir spa vip bar cafe club hotel market ' +
  'studio premium comfort pro mini internet audi kia lada ford nissan mazda adidas ikea zara ozon avito uber ' +
  'info admin gosuslugi led sim pin seo covid delivery gold';

/** Latin words that Russians say in a way of their own, in small letters. */
export const latinWords: ReadonlyMap<string, string> = new Map([
  ...each(asWritten, lettered),
  ...each('usb lg kfc gps id gsm nfc it hr ios', spellEnglish),
  ...each('sms pdf vk tv xl xxl xs', spellLetters),
  ...(
    'whatsapp вотсап|viber вайбер|skype скайп|zoom зум|facebook фейсбук|youtube ютуб|google гугл|yandex яндекс|' +
    'mail мэйл|gmail джимэйл|apple эппл|iphone айфон|ipad айпад|windows виндовс|xiaomi сяоми|' +
    'huawei хуавей|microsoft майкрософт|visa виза|pay пэй|paypal пэйпал|barbershop барбершоп|shop шоп|' +
    'store стор|beauty бьюти|fitness фитнес|standard стандарт|business бизнес|plus плюс|max макс|online онлайн|' +
    'offline офлайн|wi-fi вай-фай|wifi вай-фай|bluetooth блютус|email имейл|e-mail имейл|ok окей|sale сэйл|' +
    'bmw бэ эм вэ|mercedes мерседес|toyota тойота|hyundai хёндай|volkswagen фольксваген|renault рено|skoda шкода|' +
    'lexus лексус|nike найк|wildberries вайлдберриз|booking букинг|netflix нетфликс|spotify спотифай|' +
    'chatgpt чат джи пи ти|yandexgpt яндекс джи пи ти|excel эксель|word ворд|support саппорт|' +
    'pc пэ ка|' +
    'pr пиар|crm си эр эм|express экспресс|black блэк|silver сильвер'
  )
    .split('|')
    .map((entry) => {
      const [word = '', ...said] = entry.split(' ');
      return [word, said.join(' ')] as const;
    }),
]);

/** The last parts of domains, where they are not said as the words above. */
export const domainWords: ReadonlyMap<string, string> = new Map(
  'ru com net org su biz me=ми io=ай_о by=бай kz=кей_зет pro info online shop store рф москва рус'
    .split(' ')
    .map((entry) => {
      const [top = '', said] = entry.split('=');
      return [top, said?.replace('_', ' ') ?? latinWords.get(top) ?? lettered(top)];
    }),
);

function each(words: string, said: (word: string) => string): (readonly [string, string])[] {
  return words.split(' ').map((word) => [word, said(word)]);
}

function lettered(word: string): string {
  return Array.from(word, (letter) => russian[latin.indexOf(letter)] ?? letter).join('');
}
