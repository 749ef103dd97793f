import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { invalidOption, VoiceError } from '@rechka/core';
import type { MintedToken } from './minted-token.js';

/** A token on disk, for the next start of the process. */
export interface TokenCache {
  /** The token kept, if it is still good and of the same identity. Rejects if the file cannot be trusted or read. */
  read(): Promise<MintedToken | undefined>;
  write(token: MintedToken): Promise<void>;
  /** Forgets the token, if it is the one kept. */
  drop(value: string): Promise<void>;
}

/** What makes a folder part of somebody's work, where a token would end in a commit or an image. */
const workMarks = ['.git', 'package.json'];
/** A token this near to its end is not worth a start with it. */
const leastLifeMs = 60_000;
const version = 1;

interface Stored {
  version: number;
  identity: string;
  token: string;
  expiresAtMs: number;
}

/**
 * Checks where the token is to be kept: `true` is a file of its own in the user's cache folder. Throws
 * `ERR_INVALID_OPTION` for a place inside a repository or package.
 */
export function cachePath(option: true | string, identity: string): string {
  if (option !== true && (typeof option !== 'string' || option.trim() === ''))
    throw invalidOption('tokenCache', option, 'true or a path');
  if (option === true) {
    const base = process.env['XDG_CACHE_HOME']?.trim() || path.join(homedir(), '.cache');
    const name = createHash('sha256').update(identity).digest('hex').slice(0, 16);
    return path.join(base, 'rechka', `token-${name}.json`);
  }
  const file = path.resolve(option);
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (workMarks.some((mark) => existsSync(path.join(folder, mark))))
      throw invalidOption(
        'tokenCache',
        option,
        `a path outside of repositories and packages (${folder} is one): a token there ends in a commit`,
      );
    if (path.dirname(folder) === folder) return file;
  }
}

/** The cache that the option asks for, if it does. Throws `ERR_INVALID_OPTION`. */
export function tokenCacheFor(
  option: true | string | undefined,
  identity: string,
  nowMs: () => number,
): TokenCache | undefined {
  return option === undefined ? undefined : new FileTokenCache(cachePath(option, identity), identity, nowMs);
}

/**
 * Keeps a token in `file`, readable by its owner only, replaced as a whole. `identity` says whose it is and of which
 * IAM; a token of another is not there.
 */
export class FileTokenCache implements TokenCache {
  constructor(
    private readonly file: string,
    private readonly identity: string,
    private readonly nowMs: () => number,
  ) {}

  async read(): Promise<MintedToken | undefined> {
    const stored = await this.#load();
    if (stored === undefined) return undefined;
    const lifetimeMs = stored.expiresAtMs - this.nowMs();
    return lifetimeMs < leastLifeMs ? undefined : { value: stored.token, lifetimeMs };
  }

  async write({ value, lifetimeMs }: MintedToken): Promise<void> {
    const stored: Stored = {
      version,
      identity: this.identity,
      token: value,
      expiresAtMs: Math.floor(this.nowMs() + lifetimeMs),
    };
    const temporary = `${this.file}.${randomBytes(6).toString('hex')}`;
    await this.#orExplain('written', async () => {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(stored));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.file);
    }).catch(async (error: unknown) => {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    });
  }

  async drop(value: string): Promise<void> {
    const stored = await this.#load();
    if (stored?.token === value) await this.#orExplain('removed', () => unlink(this.file));
  }

  async #load(): Promise<Stored | undefined> {
    return this.#orExplain('read', async () => {
      const handle = await open(this.file, 'r').catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (handle === undefined) return undefined;
      try {
        const { mode, uid } = await handle.stat();
        if (process.platform !== 'win32') {
          if (uid !== process.getuid?.()) throw new Error('it belongs to another user');
          // Whoever could read it may have: the token is not used, and the file is mended for the next one.
          if ((mode & 0o077) !== 0) {
            await chmod(this.file, 0o600);
            throw new Error('others may read it');
          }
        }
        return storedIn(await handle.readFile('utf8'), this.identity);
      } finally {
        await handle.close();
      }
    });
  }

  async #orExplain<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new VoiceError({
        code: 'ERR_UNAVAILABLE',
        message: `The token cache ${this.file} cannot be ${what} (${reason}); a new token is asked for at every start.`,
        cause: error,
      });
    }
  }
}

function storedIn(text: string, identity: string): Stored | undefined {
  let value: Partial<Stored>;
  try {
    value = JSON.parse(text) as Partial<Stored>;
  } catch {
    // Not of our making, or cut short by a full disk; the next token replaces it.
    return undefined;
  }
  const { token, expiresAtMs } = value;
  const ours = value.version === version && value.identity === identity;
  if (!ours || typeof token !== 'string' || token === '' || typeof expiresAtMs !== 'number') return undefined;
  return { version, identity, token, expiresAtMs };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
