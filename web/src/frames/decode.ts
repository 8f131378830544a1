import type { FrameHeader } from '../api/types';
import { Problem } from '../api/problem';

/** One frame of `application/vnd.tarn.frames`: `u32 headerLength | header JSON | u32 bodyLength | Arrow IPC stream`, little endian. */
export interface Frame {
  header: FrameHeader;
  body: Uint8Array;
}

const longestHeaderBytes = 1 << 20,
  longestBodyBytes = 1 << 28;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads frames from a byte stream as they arrive. An answer that ends without its last frame was cut, and that is an error, never a shorter result. */
export async function* frames(stream: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = stream.getReader();
  const buffer = new Buffered();
  let last = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(lost);
      if (done) break;
      buffer.push(value);
      for (let frame = take(buffer); frame; frame = take(buffer)) {
        if (last) throw cut('bytes follow the last frame');
        last = frame.header.last;
        yield frame;
      }
    }
    if (!last || buffer.length > 0)
      throw cut(`the answer ended ${buffer.length > 0 ? `inside a frame, ${buffer.length} bytes read` : 'before its last frame'}`);
  } finally {
    // Whoever stops reading early lets the server know, so that it does not wait for ever with a full pipe.
    await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

function take(buffer: Buffered): Frame | null {
  if (buffer.length < 4) return null;
  const headerLength = buffer.uint32(0);
  if (headerLength > longestHeaderBytes) throw cut(`a header of ${headerLength} bytes is beyond the limit`);
  if (buffer.length < headerLength + 8) return null;
  const bodyLength = buffer.uint32(4 + headerLength);
  if (bodyLength > longestBodyBytes) throw cut(`a body of ${bodyLength} bytes is beyond the limit`);
  if (buffer.length < headerLength + 8 + bodyLength) return null;
  buffer.skip(4);
  const text = buffer.read(headerLength);
  buffer.skip(4);
  const body = buffer.read(bodyLength);
  try {
    return { header: JSON.parse(decoder.decode(text)) as FrameHeader, body };
  } catch (error) {
    throw cut(`a frame's header is not JSON (${String(error)})`);
  }
}

/** A browser says "network error" where the server is gone or the connection broke; that somebody stopped reading is no fault. */
function lost(error: unknown): never {
  throw error instanceof TypeError ? cut(`the connection broke (${error.message})`) : error;
}

function cut(detail: string): Problem {
  return new Problem({ kind: 'cutAnswer', title: 'Answer cut off', detail, cause: { object: '/api/ui/v1/sql/run' }, retryable: true });
}

/** Bytes in the chunks in which they came; a frame is copied out once, when all of it is here. */
class Buffered {
  #chunks: Uint8Array[] = [];
  length = 0;

  push(chunk: Uint8Array) {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  uint32(offset: number): number {
    let value = 0;
    for (let k = 3; k >= 0; k--) value = value * 256 + this.#at(offset + k);
    return value;
  }

  skip(count: number) {
    this.read(count);
  }

  /** Takes the next `count` bytes into an array of their own, which starts at offset 0: Arrow wants its buffers aligned. */
  read(count: number): Uint8Array {
    const out = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const chunk = this.#chunks[0]!,
        part = chunk.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    this.length -= count;
    return out;
  }

  #at(offset: number): number {
    for (const chunk of this.#chunks) {
      if (offset < chunk.length) return chunk[offset]!;
      offset -= chunk.length;
    }
    return 0;
  }
}
