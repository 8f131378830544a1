import { useEffect, useState } from 'react';

const firstRows = 100,
  moreRows = 150;

/** How many rows of a long list to draw: what fills the screen at once, the others in pieces that no click has to wait for. In the end the list is whole. */
export function useGrowing(count: number): number {
  const [drawn, setDrawn] = useState(firstRows);
  useEffect(() => {
    if (drawn >= count) return;
    const timer = window.setTimeout(() => setDrawn(drawn + moreRows), 30);
    return () => window.clearTimeout(timer);
  }, [drawn, count]);
  return Math.min(drawn, count);
}
