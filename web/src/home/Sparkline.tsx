const width = 184,
  height = 26;

/** A line without axes, for a tile whose number stands beside it. */
export function Sparkline({ values }: { values: number[] }) {
  const least = Math.min(...values),
    most = Math.max(...values);
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * (width - 3) + 1.5,
    y = (value: number) => height - 2 - ((value - least) / (most - least || 1)) * (height - 5);
  const line = values.map((value, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={`${line}L${x(values.length - 1)} ${height}L${x(0)} ${height}Z`} fill="var(--c1)" opacity=".1" />
      <path d={line} fill="none" stroke="var(--c1)" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}

/** One bar a stretch of time; those with a failure are taller and red, so that colour is not the only sign. */
export function Strip({ all, bad }: { all: number[]; bad: number[] }) {
  const step = width / all.length;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {all.map((count, index) => {
        const high = bad[index] ? 20 : count ? 10 : 3;
        return (
          <rect
            key={index}
            x={(index * step).toFixed(2)}
            y={height - high}
            width={(step - 1).toFixed(2)}
            height={high}
            fill={bad[index] ? 'var(--bad)' : 'var(--c1)'}
            opacity={bad[index] ? 1 : count ? 0.6 : 0.25}
          />
        );
      })}
    </svg>
  );
}
