import { packageBuild } from '../../tsup.base.js';

export default packageBuild({
  platform: 'neutral',
  entry: {
    index: 'src/index.ts',
    'testing/index': 'src/testing/index.ts',
  },
});
