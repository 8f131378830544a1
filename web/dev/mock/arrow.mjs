// Rows of the mock as Arrow IPC streams, with exact builders: nothing goes through a double that is not one.
import * as arrow from 'apache-arrow';

const typeOf = name => {
  const decimal = /^decimal\((\d+),\s*(\d+)\)/.exec(name);
  if (decimal) return new arrow.Decimal(Number(decimal[2]), Number(decimal[1]), 128);
  if (name.startsWith('struct')) return new arrow.Struct(['city', 'zip'].map(field => new arrow.Field(field, new arrow.Utf8(), true)));
  if (name.startsWith('list')) return new arrow.List(new arrow.Field('element', new arrow.Utf8(), true));
  return (
    {
      long: () => new arrow.Int64(),
      int: () => new arrow.Int32(),
      double: () => new arrow.Float64(),
      boolean: () => new arrow.Bool(),
      date: () => new arrow.DateDay(),
      timestamp: () => new arrow.TimestampMicrosecond(),
      timestamptz: () => new arrow.TimestampMicrosecond('UTC'),
    }[name]?.() ?? new arrow.Utf8()
  );
};

const words = (value, scale) => {
  const [whole, part = ''] = String(value).replace('-', '').split('.');
  let digits = BigInt(whole + part.padEnd(scale, '0').slice(0, scale));
  if (String(value).startsWith('-')) digits = BigInt.asUintN(128, -digits);
  return [0n, 32n, 64n, 96n].map(shift => Number((digits >> shift) & 0xffffffffn));
};

function column(type, values) {
  const length = values.length,
    nulls = new Uint8Array(Math.ceil(length / 64) * 8);
  let nullCount = 0;
  values.forEach((value, i) => {
    if (value === null || value === undefined) nullCount++;
    else nulls[i >> 3] |= 1 << (i & 7);
  });
  const common = { type, length, nullCount, nullBitmap: nulls },
    fill = (array, each) => {
      values.forEach((value, i) => {
        if (value !== null && value !== undefined) each(array, value, i);
      });
      return array;
    };
  if (arrow.DataType.isInt(type) && type.bitWidth === 64)
    return arrow.makeData({
      ...common,
      data: fill(new BigInt64Array(length), (a, v, i) => {
        a[i] = BigInt(v);
      }),
    });
  if (arrow.DataType.isInt(type))
    return arrow.makeData({
      ...common,
      data: fill(new Int32Array(length), (a, v, i) => {
        a[i] = Number(v);
      }),
    });
  if (arrow.DataType.isFloat(type))
    return arrow.makeData({
      ...common,
      data: fill(new Float64Array(length), (a, v, i) => {
        a[i] = Number(v);
      }),
    });
  if (arrow.DataType.isBool(type))
    return arrow.makeData({
      ...common,
      data: fill(new Uint8Array(Math.ceil(length / 8)), (a, v, i) => {
        if (v === 'true' || v === true) a[i >> 3] |= 1 << (i & 7);
      }),
    });
  if (arrow.DataType.isDecimal(type))
    return arrow.makeData({ ...common, data: fill(new Uint32Array(length * 4), (a, v, i) => a.set(words(v, type.scale), i * 4)) });
  if (arrow.DataType.isDate(type))
    return arrow.makeData({
      ...common,
      data: fill(new Int32Array(length), (a, v, i) => {
        a[i] = Math.floor(Date.parse(`${v.slice(0, 10)}T00:00:00Z`) / 86_400_000);
      }),
    });
  if (arrow.DataType.isTimestamp(type))
    return arrow.makeData({
      ...common,
      data: fill(new BigInt64Array(length), (a, v, i) => {
        const fraction = /\.(\d+)/.exec(v)?.[1] ?? '';
        a[i] =
          BigInt(
            Date.parse(
              v
                .replace(' ', 'T')
                .replace(/\.\d+/, '')
                .replace(/(Z|\+00:00)?$/, 'Z'),
            ),
          ) *
            1000n +
          BigInt(fraction.padEnd(6, '0').slice(0, 6));
      }),
    });
  if (arrow.DataType.isStruct(type))
    return arrow.makeData({
      ...common,
      children: type.children.map(child =>
        column(
          child.type,
          values.map(value => value?.[child.name] ?? null),
        ),
      ),
    });
  if (arrow.DataType.isList(type)) {
    const offsets = new Int32Array(length + 1);
    values.forEach((value, i) => {
      offsets[i + 1] = offsets[i] + (value?.length ?? 0);
    });
    return arrow.makeData({
      ...common,
      valueOffsets: offsets,
      child: column(
        type.children[0].type,
        values.flatMap(value => value ?? []),
      ),
    });
  }
  const encoded = values.map(value => (value === null || value === undefined ? new Uint8Array(0) : Buffer.from(String(value), 'utf8'))),
    offsets = new Int32Array(length + 1);
  encoded.forEach((one, i) => {
    offsets[i + 1] = offsets[i] + one.length;
  });
  return arrow.makeData({ ...common, valueOffsets: offsets, data: Buffer.concat(encoded) });
}

export function ipc(columns, rows) {
  const types = columns.map(one => typeOf(one.type));
  const schema = new arrow.Schema(columns.map((one, i) => new arrow.Field(one.name, types[i], true)));
  const children = types.map((type, i) =>
    column(
      type,
      rows.map(row => row[i]),
    ),
  );
  const batch = new arrow.RecordBatch(
    schema,
    arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows.length, nullCount: 0, children }),
  );
  const writer = new arrow.RecordBatchStreamWriter();
  if (rows.length > 0) writer.write(batch);
  else writer.reset(undefined, schema);
  writer.finish();
  return writer.toUint8Array(true);
}

export function frame(header, body = new Uint8Array(0)) {
  const head = Buffer.from(JSON.stringify(header), 'utf8'),
    out = Buffer.alloc(8 + head.length + body.length);
  out.writeUInt32LE(head.length, 0);
  head.copy(out, 4);
  out.writeUInt32LE(body.length, 4 + head.length);
  out.set(body, 8 + head.length);
  return out;
}
