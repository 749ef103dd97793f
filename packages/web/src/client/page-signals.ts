/// <reference lib="dom" />

/** What happens around a conversation in a page. */
export interface PageSignals {
  /** The page is seen again, or the network is back. */
  onWake(): void;
  /** Audio devices came or went. */
  onDevices(): void;
  /** The person allowed the microphone. */
  onPermission(): void;
  /** The page is being closed. */
  onLeave(): void;
}

/** Watches the page; the function returned stops it. */
export function watchPage(signals: PageSignals): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  addEventListener('online', () => signals.onWake(), { signal });
  addEventListener('pageshow', () => signals.onWake(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') signals.onWake();
    },
    { signal },
  );
  // A page that the browser keeps for the way back may go on; its socket is lost and taken up again.
  addEventListener(
    'pagehide',
    ({ persisted }) => {
      if (!persisted) signals.onLeave();
    },
    { signal },
  );
  navigator.mediaDevices.addEventListener('devicechange', () => signals.onDevices(), { signal });
  void watchPermission(() => signals.onPermission(), signal);
  return () => abort.abort();
}

async function watchPermission(onGranted: () => void, signal: AbortSignal): Promise<void> {
  try {
    const status = await navigator.permissions.query({ name: 'microphone' });
    if (signal.aborted) return;
    status.addEventListener(
      'change',
      () => {
        if (status.state === 'granted') onGranted();
      },
      { signal },
    );
  } catch {
    // Not every browser lets a page watch this permission: it is asked for anew at the next device or start.
  }
}
