import { checkNumber, type Clock, type ClockTimer } from '@rechka/core';
import type { Identity } from './browser-call.js';
import { addressKey } from './peer-address.js';

/**
 * How much may be talked. Counted by this gateway alone, in memory: the caps of several processes add up. Where
 * there are too many calls at once, one of the same identity makes room whose page is away: it was reloaded.
 */
export interface CallLimits {
  /** Calls at once. Default 100. */
  calls?: number;
  /** Calls at once of one identity. Default 5. */
  callsPerIdentity?: number;
  /** Calls at once from one address (of IPv6, one /64). Default 20: offices and mobile networks share one. */
  callsPerAddress?: number;
  /** Length of one call, in minutes. Default 60. */
  callMinutes?: number;
  /** Minutes of all calls in 24 hours. Default: no cap. */
  minutes?: number;
  /** Minutes of one identity in 24 hours. Default 120. */
  minutesPerIdentity?: number;
  /** Minutes from one address in 24 hours. Default 600. */
  minutesPerAddress?: number;
}

const defaults: Required<CallLimits> = {
  calls: 100,
  callsPerIdentity: 5,
  callsPerAddress: 20,
  callMinutes: 60,
  minutes: Number.POSITIVE_INFINITY,
  minutesPerIdentity: 120,
  minutesPerAddress: 600,
};

/** A call that was let in. */
export interface Admitted {
  /** The call is over. */
  release(): void;
}

/** Why a call was not let in. */
export type Refused = 'too-many-calls' | 'minutes';

interface Account {
  mostCalls: number;
  mostMs: number;
  calls: number;
  usedMs: number;
  /** When the 24 hours began. */
  sinceMs: number;
}

const dayMs = 24 * 3_600_000;
/** How often calls are charged. */
const chargeMs = 15_000;
/** Accounts of those who have gone are looked through when there are so many. */
const manyAccounts = 10_000;

/** Counts calls and minutes, and says when there are too many. */
export class CallCounter {
  readonly #limits: Required<CallLimits>;
  readonly #accounts = new Map<string, Account>();

  /** Throws `ERR_INVALID_OPTION` for a cap that is no number from 1 on. */
  constructor(
    limits: CallLimits,
    private readonly clock: Clock,
  ) {
    this.#limits = { ...defaults, ...limits };
    for (const name of Object.keys(defaults) as (keyof CallLimits)[]) {
      const max = name === 'callMinutes' ? 24 * 60 : Number.POSITIVE_INFINITY;
      checkNumber(`limits.${name}`, this.#limits[name], { min: 1, max });
    }
  }

  /** Calls at once of everybody. */
  get mostCalls(): number {
    return this.#limits.calls;
  }

  /** Lets a call in, or says why not. `onOver` is called once, when its minutes are used up. */
  admit(caller: { identity: Identity; address: string }, onOver: () => void): Admitted | Refused {
    const limits = this.#limits;
    const total = this.#account('total', limits.calls, limits.minutes);
    const person = this.#account(
      `identity ${caller.identity.id}`,
      limits.callsPerIdentity,
      limits.minutesPerIdentity,
    );
    const place = this.#account(
      `address ${addressKey(caller.address)}`,
      limits.callsPerAddress,
      limits.minutesPerAddress,
    );
    const accounts = [total, person, place];
    if (accounts.some(({ usedMs, mostMs }) => usedMs >= mostMs)) return 'minutes';
    if (accounts.some(({ calls, mostCalls }) => calls >= mostCalls)) return 'too-many-calls';
    return this.#charge(accounts, onOver);
  }

  #charge(accounts: readonly Account[], onOver: () => void): Admitted {
    const { clock } = this;
    const endsAtMs = clock.now() + this.#limits.callMinutes * 60_000;
    let timer: ClockTimer;
    let paidUntilMs = clock.now();
    const pay = () => {
      const nowMs = clock.now();
      for (const account of accounts) {
        this.#renew(account);
        account.usedMs += nowMs - paidUntilMs;
      }
      paidUntilMs = nowMs;
    };
    const next = () => {
      const leftMs = Math.min(
        endsAtMs - clock.now(),
        ...accounts.map(({ mostMs, usedMs }) => mostMs - usedMs),
      );
      if (leftMs <= 0) {
        onOver();
        return;
      }
      timer = clock.setTimeout(
        () => {
          pay();
          next();
        },
        Math.min(chargeMs, leftMs),
      );
    };
    for (const account of accounts) account.calls += 1;
    next();
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        timer.cancel();
        pay();
        for (const account of accounts) account.calls -= 1;
      },
    };
  }

  #account(key: string, mostCalls: number, mostMinutes: number): Account {
    if (this.#accounts.size >= manyAccounts) this.#forgetOld();
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = { mostCalls, mostMs: mostMinutes * 60_000, calls: 0, usedMs: 0, sinceMs: this.clock.now() };
      this.#accounts.set(key, account);
    }
    this.#renew(account);
    return account;
  }

  #renew(account: Account): void {
    if (this.clock.now() - account.sinceMs < dayMs) return;
    account.usedMs = 0;
    account.sinceMs = this.clock.now();
  }

  #forgetOld(): void {
    for (const [key, { calls, usedMs, sinceMs }] of this.#accounts) {
      const over = usedMs === 0 || this.clock.now() - sinceMs >= dayMs;
      if (calls === 0 && over) this.#accounts.delete(key);
    }
  }
}
