/** How urgent a piece of work is to those who share a provider's quota. */
export interface Urgency {
  /**
   * `speculative` work is for a turn that may never be committed. It does not wait for a permit: it is refused unless
   * more than 30 % of the quota is spare, and committed work that finds none may end it; both are `ERR_QUOTA`.
   * Providers without a quota may ignore it. Default `committed`.
   */
  priority?: 'committed' | 'speculative';
  /** For speculative work: resolves when it has become committed after all. Nothing ends it from then on. */
  committed?: Promise<void>;
}
