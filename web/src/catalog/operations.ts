/** The operations of snapshots, each with its colour everywhere. */
export const operations = [
  { name: 'append', colour: 'var(--c1)' },
  { name: 'overwrite', colour: 'var(--c3)' },
  { name: 'delete', colour: 'var(--c2)' },
  { name: 'replace', colour: 'var(--c0)' },
];
