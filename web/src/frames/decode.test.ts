import { expect, it } from 'vitest';
import type { FrameHeader } from '../api/types';
import { frames } from './decode';

const header = (seq: number, last: boolean): FrameHeader => ({ state: 'ok', seq, last, job: 'job-1', rows: seq });

function encode(head: FrameHeader, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head)),
    out = new Uint8Array(8 + text.length + body.length),
    view = new DataView(out.buffer);
  view.setUint32(0, text.length, true);
  out.set(text, 4);
  view.setUint32(4 + text.length, body.length, true);
  out.set(body, 8 + text.length);
  return out;
}

const stream = (bytes: Uint8Array, size: number, onCancel = () => {}) => {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += size)));
    },
    cancel: onCancel,
  });
};
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap(part => [...part]));
const collect = async (source: ReadableStream<Uint8Array>) => {
  const found = [];
  for await (const frame of frames(source)) found.push(frame);
  return found;
};
const two = join(encode(header(0, false), Uint8Array.of(1, 2, 3)), encode(header(1, true), new Uint8Array(0)));

it('finds the same frames however the bytes are cut', async () => {
  for (let size = 1; size <= two.length; size++) {
    const found = await collect(stream(two, size));
    expect(found.map(frame => [frame.header.seq, [...frame.body]])).toEqual([
      [0, [1, 2, 3]],
      [1, []],
    ]);
  }
});

it('gives each body bytes of its own, aligned for Arrow', async () => {
  const [frame] = await collect(stream(two, two.length));
  expect(frame!.body.byteOffset).toBe(0);
});

it('reports an answer that ends anywhere before its last frame', async () => {
  for (let end = 0; end < two.length; end++)
    await expect(collect(stream(two.slice(0, end), 7))).rejects.toMatchObject({ body: { kind: 'cutAnswer' } });
});

it('refuses bytes behind the last frame, absurd lengths and headers that are no JSON', async () => {
  const absurd = new Uint8Array(8).fill(255),
    noJson = join(Uint8Array.of(1, 0, 0, 0, 0x7b, 0, 0, 0, 0));
  for (const bytes of [join(two, two), absurd, noJson])
    await expect(collect(stream(bytes, 64))).rejects.toMatchObject({ body: { kind: 'cutAnswer' } });
});

it('tells the server when the reader stops early', async () => {
  let cancelled = false;
  for await (const frame of frames(
    stream(two, 4, () => {
      cancelled = true;
    }),
  ))
    if (frame.header.seq === 0) break;
  expect(cancelled).toBe(true);
});

it('says that the connection broke, and keeps apart from it that somebody stopped', async () => {
  const broken = (error: Error) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(two.slice(0, 9));
      },
      pull(controller) {
        controller.error(error);
      },
    });
  await expect(collect(broken(new TypeError('network error')))).rejects.toMatchObject({ body: { kind: 'cutAnswer', retryable: true } });
  await expect(collect(broken(new DOMException('stopped', 'AbortError')))).rejects.toMatchObject({ name: 'AbortError' });
});
