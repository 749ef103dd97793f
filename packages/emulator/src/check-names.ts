import { VoiceError } from '@rechka/core';
import { distance } from 'fastest-levenshtein';

/**
 * Throws `ERR_INVALID_OPTION` for a name that is none of `known`, with the name that was meant, if there is one like it:
 * what is misspelt would have no effect without a word. `path` is where the names are (`''` at the top); `below` are
 * names of groups within, such as `iam.apiKeys`, which are forgotten to be written there. Values are not shown: a name
 * that is not known may stand before a secret.
 */
export function checkNames(
  path: string,
  given: object,
  known: readonly string[],
  below: readonly string[] = [],
): void {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const meant = nearestName(name, known, below);
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `There is no option ${at(name)}; ${
        meant === undefined ? `there are ${known.join(', ')}.` : `did you mean ${at(meant)}?`
      }`,
    });
  }
}

/** What is left out most easily. */
const units = ['ms', 'hz', 'bytes', 'chars'];

/** The name that was probably meant: one of the same letters, or nearly. Names of the same group go before others. */
function nearestName(name: string, known: readonly string[], below: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  /** A third of the letters may be wrong; of very short names, one. */
  let least = Math.max(1, Math.floor(letters.length / 3)) + 0.5;
  let nearest: string | undefined;
  for (const candidate of [...known, ...below]) {
    const own = candidate.slice(candidate.lastIndexOf('.') + 1);
    const meant = lettersOf(own);
    const edits = units.some((unit) => `${letters}${unit}` === meant) ? 1 : editsBetween(letters, meant);
    if (edits >= least) continue;
    least = edits;
    nearest = candidate;
  }
  return nearest;
}

/** `grpc-port`, `GRPC_PORT` and `grpcPort` are the same. */
function lettersOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 40);
}

/** Letters to put in, leave out, or replace to make the one of the other; those of one that are in disorder count once. */
function editsBetween(one: string, other: string): number {
  return inOrder(one) === inOrder(other) ? Math.min(1, distance(one, other)) : distance(one, other);
}

function inOrder(letters: string): string {
  return Array.from(letters).sort().join('');
}
