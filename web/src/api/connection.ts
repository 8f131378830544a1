/** Whether the server can be reached, as the last answers and the browser say. Read by the bar on top; writes are disabled while it is false. */
type Listener = () => void;
const listeners = new Set<Listener>();
let reachable = navigator.onLine;

function set(value: boolean) {
  if (value === reachable) return;
  reachable = value;
  listeners.forEach(listener => listener());
}

export const connection = {
  get reachable() {
    return reachable;
  },
  sawAnswer() {
    set(true);
  },
  sawSilence() {
    set(false);
  },
  subscribe(listener: Listener) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

window.addEventListener('offline', () => set(false));
