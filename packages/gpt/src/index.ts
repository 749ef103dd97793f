export { YandexGpt, type YandexGptOptions } from './yandex-gpt.js';
