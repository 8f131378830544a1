interface Props<T extends string> {
  label: string;
  value: T | undefined;
  values: readonly T[];
  /** what the absence of a value is called */ none?: string;
  name(value: T): string;
  onChange(value: T | undefined): void;
}

/** One of a few words, with its name before it. */
export function Choice<T extends string>({ label, value, values, none, name, onChange }: Props<T>) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select className="select" value={value ?? ''} onChange={event => onChange(values.find(one => one === event.target.value))}>
        {none !== undefined && <option value="">{none}</option>}
        {values.map(one => (
          <option key={one} value={one}>
            {name(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
