/** Latin words that Russians say in a way of their own, in small letters. */
export const latinWords: ReadonlyMap<string, string> = new Map(
  `whatsapp вотсап|telegram телеграм|viber вайбер|skype скайп|zoom зум|instagram инстаграм|facebook фейсбук|youtube ютуб
  tiktok тикток|google гугл|yandex яндекс|mail мэйл|gmail джимэйл|apple эппл|iphone айфон
  ipad айпад|android андроид|ios ай о эс|windows виндовс
  samsung самсунг|xiaomi сяоми|huawei хуавей|sony сони|lg эл джи|microsoft майкрософт|intel интел
  visa виза|mastercard мастеркард|pay пэй|mir мир|paypal пэйпал|barbershop барбершоп|spa спа|vip вип
  bar бар|cafe кафе|club клуб|hotel хотел|shop шоп|store стор|market маркет|beauty бьюти|studio студио
  fitness фитнес|premium премиум|standard стандарт|business бизнес|comfort комфорт|plus плюс|pro про|max макс
  mini мини|online онлайн|offline офлайн|wi-fi вай-фай|wifi вай-фай|bluetooth блютус|internet интернет|email имейл
  e-mail имейл|ok окей|sale сэйл|bmw бэ эм вэ|mercedes мерседес|audi ауди|toyota тойота|kia киа
  hyundai хёндай|lada лада|ford форд|volkswagen фольксваген|renault рено|nissan ниссан|mazda мазда|skoda шкода|lexus лексус
  nike найк|adidas адидас|ikea икеа|zara зара|ozon озон|wildberries вайлдберриз
  avito авито|booking букинг|netflix нетфликс|spotify спотифай|uber убер|kfc кей эф си
  chatgpt чат джи пи ти|yandexgpt яндекс джи пи ти|excel эксель|word ворд
  info инфо|admin админ|support саппорт|vk вэ ка|gosuslugi госуслуги|led лед|usb ю эс би|sms эс эм эс
  pdf пэ дэ эф|gps джи пи эс|sim сим|pin пин|id ай ди|xl икс эль|xxl икс икс эль|xs икс эс|tv тэ вэ|pc пэ ка|gsm джи эс эм|nfc эн эф си|it ай ти
  hr эйч ар|pr пиар|crm си эр эм|seo сео|covid ковид|express экспресс|delivery деливери|black блэк|gold голд|silver сильвер`
    .split(/[|\n]\s*/)
    .map((entry) => {
      const at = entry.indexOf(' ');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
);

/** The last parts of domains. */
export const domainWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ru: 'ру',
    com: 'ком',
    net: 'нет',
    org: 'орг',
    su: 'су',
    рф: 'рф',
    me: 'ми',
    io: 'ай о',
    pro: 'про',
    info: 'инфо',
    online: 'онлайн',
    shop: 'шоп',
    store: 'стор',
    biz: 'биз',
    by: 'бай',
    kz: 'кей зет',
    москва: 'москва',
    рус: 'рус',
  }),
);
