import { useEffect, useState } from 'react';

/** The server's clock, as its answers tell it. Ages of what the server wrote are counted on it, so that a browser whose clock is wrong shows the same ones. */
let aheadMs = 0;

/** A header has whole seconds and an answer is on its way for a while: less than this is no difference. */
const noDifferenceMs = 2_000;

export function heardClock(date: string | null) {
  const difference = Date.parse(date ?? '') - Date.now();
  if (Number.isFinite(difference)) aheadMs = Math.abs(difference) < noDifferenceMs ? 0 : difference;
}

/** When an answer came. */
export const asOf = (receivedAt: number) => (receivedAt > 0 ? new Date(receivedAt + aheadMs).toISOString() : '');

export const serverNow = () => Date.now() + aheadMs;

/** One instant for all ages of a page, so that two of one thing never differ; it moves on while the page is open. */
export function useClock(everyMs = 10_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
