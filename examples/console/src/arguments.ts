import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VoiceError } from '@rechka/core';

/** What was asked for on the command line. */
export interface Arguments {
  help: boolean;
  /** The caller's recording; without it the command makes one. */
  wav: string | undefined;
  /** Where the bot's voice goes; everything else that is written is laid beside it. */
  out: string;
  mic: boolean;
}

export const usage = `Usage: npm run console -- [options]

  --wav FILE   the caller: mono WAV, PCM16 or G.711, 8 kHz or more; without it one is made
  --out FILE   the bot's voice as WAV; the transcript is laid beside it   (out/bot.wav)
  --mic        talk yourself: microphone and speaker, through arecord/aplay or sox (on the emulator
               whatever you say counts as the next line of a script)
  --help       this text

With FOLDER_ID and SERVICE_ACCOUNT_KEY_PATH (or YC_API_KEY, YC_IAM_TOKEN) in the environment or in .env it
talks to the real cloud, otherwise to the embedded emulator.`;

/**
 * Reads the command line. Paths in it are relative to `folder`, where the user stands: npm runs the
 * command elsewhere (in the project). Throws `ERR_INVALID_OPTION`, in one line, for what cannot be.
 */
export function readArguments(argv: readonly string[], folder = process.cwd()): Arguments {
  const { help, wav, out, mic } = parse(argv);
  const pathOf = (path: string) => (resolve(path) === resolve(folder, path) ? path : resolve(folder, path));
  if (mic && wav !== undefined) throw unusable('--mic and --wav exclude each other');
  if (mic && out !== undefined) throw unusable('--mic and --out exclude each other: nothing is recorded');
  if (wav === '') throw unusable('--wav is empty; give it a file');
  // Beside it lies NAME.txt, which must not be the same file.
  if (out !== undefined && !/[^/\\]\.wav$/i.test(out)) throw unusable(`--out ${out} must be a file NAME.wav`);
  const paths = {
    wav: wav === undefined ? undefined : pathOf(wav),
    out: out === undefined ? 'out/bot.wav' : pathOf(out),
  };
  if (paths.wav !== undefined && resolve(paths.wav) === resolve(paths.out)) {
    throw unusable(`--out would overwrite the caller, ${paths.wav}`);
  }
  return { help, mic, ...paths };
}

function parse(argv: readonly string[]): {
  help: boolean;
  mic: boolean;
  wav: string | undefined;
  out: string | undefined;
} {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        wav: { type: 'string' },
        out: { type: 'string' },
        mic: { type: 'boolean', default: false },
      },
    });
    return { help: values.help, mic: values.mic, wav: values.wav, out: values.out };
  } catch (error) {
    // Node goes on to explain how to pass arguments that begin with a dash.
    throw unusable((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '');
  }
}

function unusable(reason: string): VoiceError {
  return new VoiceError({ code: 'ERR_INVALID_OPTION', message: `${reason}. Try --help.` });
}
