/** What keys do wherever the person is, but for fields that they type in and controls that take the key themselves. */
export function listenToKeys({ talk, interrupt }: { talk: () => void; interrupt: () => void }): void {
  document.addEventListener('keydown', (event) => {
    const { key, repeat, ctrlKey, altKey, metaKey, target } = event;
    if (repeat || ctrlKey || altKey || metaKey || !(target instanceof Element)) return;
    if (target.closest('dialog, input, select, textarea')) return;
    if (key === 'Escape') interrupt();
    else if (key === ' ' && target.closest('button, a, summary') === null) {
      // The page would scroll.
      event.preventDefault();
      talk();
    }
  });
}
