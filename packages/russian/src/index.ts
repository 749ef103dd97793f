export { russian } from './russian.js';
