import { packageBuild } from '../../tsup.base.js';

export default packageBuild({
  platform: 'node',
  entry: {
    'client/index': 'src/client/index.ts',
    'server/index': 'src/server/index.ts',
    'protocol/index': 'src/protocol/index.ts',
  },
});
