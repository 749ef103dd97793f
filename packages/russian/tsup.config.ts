import { packageBuild } from '../../tsup.base.js';

export default packageBuild({
  platform: 'neutral',
  entry: {
    index: 'src/index.ts',
    'understanding/index': 'src/understanding/index.ts',
  },
});
