export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d="M2 11 7.2 3.6a1 1 0 0 1 1.6 0L11 6.8l1.3-1.7a1 1 0 0 1 1.6 0L18 11Z" fill="var(--accent)" opacity=".38" />
      <path d="M2 11h16a8 5.6 0 0 1-16 0Z" fill="var(--accent)" />
    </svg>
  );
}
