export { instructions, greeting } from './barbershop.js';
export { openCloud, type OpenedCloud } from './open-cloud.js';
export { showFault } from './show-fault.js';
