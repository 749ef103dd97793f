/** What the stages of `npm test` came to, printed as they end. */
export class Tally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  /** A stage that is one check. */
  stage(title, { ok, output, ms }) {
    this.counted(title, { ok, output, ms }, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
  }

  /** A stage made of many checks. */
  counted(title, { ok, output, ms }, { passed, failed, skipped }, note = '') {
    this.#passed += passed;
    this.#failed += failed;
    this.#skipped += skipped;
    console.log(`${ok ? '✓' : '✗'} ${title} ${(ms / 1000).toFixed(1)} s${note === '' ? '' : ` (${note})`}`);
    if (!ok) console.log(`\n${output}\n`);
  }

  /** A stage that was not run, and why. */
  skip(title, why) {
    this.#skipped += 1;
    this.announceSkip(title, why);
  }

  /** The loud line for something already counted as skipped. */
  announceSkip(what, why) {
    console.log(`SKIPPED: ${what}: ${why}`);
  }

  /** Prints the closing line and gives the exit code. */
  close() {
    console.log(`${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.#failed === 0 ? 0 : 1;
  }
}
