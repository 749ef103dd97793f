import { checkText, invalidOption } from '../errors/validate.js';
import { VoiceError, isVoiceError } from '../errors/voice-error.js';
import type { Call } from '../ports/call.js';

/** What the line can do besides carrying sound. */
export class Line {
  #transfer: Promise<void> | undefined;

  constructor(private readonly call: Call) {}

  /** Throws unless a transfer to `target` could be begun now. */
  checkTransfer(target: string): void {
    if (!this.call.transfer) throw cannot('transfer the caller', 'transfer');
    checkText('target', target);
    if (this.#transfer)
      throw misuse('A transfer is under way already: wait for it, and try again if it fails.');
  }

  /** Resolves when the caller has been taken over; rejects when they have not, and are still here. */
  async transfer(target: string): Promise<void> {
    this.checkTransfer(target);
    this.#transfer = (async () => this.call.transfer?.(target))();
    try {
      await this.#transfer;
    } catch (fault) {
      throw lineFault('The transfer failed, and the caller is still here', fault);
    } finally {
      this.#transfer = undefined;
    }
  }

  /** Rejects if the line cannot, or did not. */
  async sendDtmf(digits: string): Promise<void> {
    if (!this.call.sendDtmf) throw cannot('send keys', 'sendDtmf');
    if (typeof digits !== 'string' || !/^[0-9A-D*#]+$/.test(digits)) {
      throw invalidOption('digits', digits, 'keys of a telephone: 0-9, *, #, A-D');
    }
    try {
      await this.call.sendDtmf(digits);
    } catch (fault) {
      throw lineFault('The keys were not sent', fault);
    }
  }

  /** Resolves when no transfer is under way. Never rejects. */
  async settled(): Promise<void> {
    await this.#transfer?.catch(() => undefined);
  }
}

function cannot(what: string, method: string): VoiceError {
  return misuse(
    `This Call cannot ${what}: it has no ${method}(). Use a transport that does, such as a telephone line, or add ${method}() to your Call.`,
  );
}

function misuse(message: string): VoiceError {
  return new VoiceError({ code: 'ERR_MISUSE', message });
}

function lineFault(what: string, fault: unknown): VoiceError {
  if (isVoiceError(fault)) return fault;
  const reason = fault instanceof Error ? fault.message : String(fault);
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message: `${what}: ${reason} (see the cause).`,
    cause: fault,
  });
}
