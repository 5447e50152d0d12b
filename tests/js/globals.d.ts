/* What browsers have and TypeScript's library does not know yet. Read by tsc alone, never published. */

/** Closes what is open at the browser's own request: Escape, the back gesture. */
declare var CloseWatcher: {
  new (): CloseWatcher;
};
interface CloseWatcher extends EventTarget {
  onclose: ((event: Event) => void) | null;
  destroy(): void;
}
