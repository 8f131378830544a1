export class MockProblem extends Error {
  constructor(status, kind, title, detail, more = {}) {
    super(detail);
    this.status = status;
    this.body = { kind, title, detail, status, actions: [], retryable: false, ...more };
  }
}

export function positionOf(text, offset, length) {
  const before = text.slice(0, offset).split('\n');
  return { offset, line: before.length, column: before.at(-1).length + 1, ...(length ? { length } : {}) };
}
