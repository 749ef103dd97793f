export { virtualTime, type VirtualTime, type VirtualTimeOptions } from './virtual-time.js';
