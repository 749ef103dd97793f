import { parseArgs } from 'node:util';
import { VoiceError } from '@rechka/core';

/** What was asked for on the command line. */
export interface Arguments {
  help: boolean;
  /** The caller's recording; without it the command makes one. */
  wav: string | undefined;
  /** Where the bot's voice goes; the transcript is laid beside it. */
  out: string;
  mic: boolean;
}

export const usage = `Usage: npm start -- [options]

  --wav FILE   the caller: mono WAV, PCM16 or G.711, 8 kHz or more; without it one is made
  --out FILE   the bot's voice as WAV; the transcript is laid beside it   (out/bot.wav)
  --mic        talk yourself: microphone and speaker, through arecord/aplay or sox
  --help       this text

With FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH (or YC_API_KEY, YC_IAM_TOKEN) in the environment or in .env it
talks to the real cloud, otherwise to the embedded emulator.`;

/** Reads the command line. Throws `ERR_INVALID_OPTION`, in one line, for what it does not know. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        wav: { type: 'string' },
        out: { type: 'string', default: 'out/bot.wav' },
        mic: { type: 'boolean', default: false },
      },
    });
    if (values.mic && values.wav !== undefined) throw new Error('--mic and --wav exclude each other');
    return { help: values.help, wav: values.wav, out: values.out, mic: values.mic };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `${reason.split('. ')[0] ?? reason}. Try --help.`,
    });
  }
}
