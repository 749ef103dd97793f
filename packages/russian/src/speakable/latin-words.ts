/** Latin words that Russians say in a way of their own, in small letters. */
export const latinWords: ReadonlyMap<string, string> = new Map(
  `whatsapp вотсап|telegram телеграм|viber вайбер|skype скайп|zoom зум|instagram инстаграм|facebook фейсбук|youtube ютуб
  tiktok тикток|twitter твиттер|discord дискорд|google гугл|yandex яндекс|mail мэйл|gmail джимэйл|apple эппл|iphone айфон
  ipad айпад|macbook макбук|airpods эйрподс|imac аймак|android андроид|ios ай о эс|windows виндовс|linux линукс
  samsung самсунг|xiaomi сяоми|huawei хуавей|honor хонор|sony сони|lg эл джи|nokia нокия|microsoft майкрософт|intel интел
  visa виза|mastercard мастеркард|maestro маэстро|pay пэй|mir мир|paypal пэйпал|barbershop барбершоп|spa спа|vip вип
  lounge лаунж|bar бар|cafe кафе|club клуб|hotel хотел|shop шоп|store стор|market маркет|beauty бьюти|studio студио
  fitness фитнес|premium премиум|standard стандарт|business бизнес|light лайт|comfort комфорт|plus плюс|pro про|max макс
  mini мини|online онлайн|offline офлайн|wi-fi вай-фай|wifi вай-фай|bluetooth блютус|internet интернет|email имейл
  e-mail имейл|ok окей|okay окей|sale сэйл|new нью|bmw бэ эм вэ|mercedes мерседес|audi ауди|toyota тойота|kia киа
  hyundai хёндай|lada лада|ford форд|volkswagen фольксваген|renault рено|nissan ниссан|mazda мазда|skoda шкода|lexus лексус
  chery чери|haval хавейл|geely джили|nike найк|adidas адидас|puma пума|ikea икеа|zara зара|ozon озон|wildberries вайлдберриз
  avito авито|booking букинг|airbnb эйрбиэнби|netflix нетфликс|spotify спотифай|uber убер|starbucks старбакс|kfc кей эф си
  chatgpt чат джи пи ти|yandexgpt яндекс джи пи ти|javascript джаваскрипт|python пайтон|excel эксель|word ворд|photoshop фотошоп
  info инфо|admin админ|support саппорт|vk вэ ка|vkontakte вконтакте|gosuslugi госуслуги|led лед|usb ю эс би|sms эс эм эс
  pdf пэ дэ эф|gps джи пи эс|sim сим|pin пин|id ай ди|xl икс эль|xxl икс икс эль|xs икс эс|tv тэ вэ|pc пэ ка|dvd дэ вэ дэ|gsm джи эс эм|nfc эн эф си|it ай ти
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
