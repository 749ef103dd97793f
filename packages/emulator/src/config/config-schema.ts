import type { JsonObject } from '@rechka/proto/wire';
import { configFields } from './config-fields.js';

/** JSON Schema of the config file, for editors. `rechka-emulator.schema.json` of the package is this. */
export function configSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Config file of rechka-emulator',
    ...configFields.schema,
  };
}
