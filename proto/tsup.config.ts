import { packageBuild } from '../tsup.base.js';

export default packageBuild({
  platform: 'neutral',
  entry: {
    stt: 'src/stt.ts',
    tts: 'src/tts.ts',
    gpt: 'src/gpt.ts',
    iam: 'src/iam.ts',
    'google-rpc': 'src/google-rpc.ts',
    grpc: 'src/grpc.ts',
    descriptors: 'src/descriptors.ts',
    wire: 'src/wire.ts',
  },
});
