using System.Numerics;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Transform.Jinja.Modules;

namespace Tarn.Transform.Warehouses;

/// <summary>Values of results as values of templates.</summary>
public static class WarehouseValues
{
    public static void Add(ICollection<IReadOnlyList<object?>> rows, ResultBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var row = 0; row < batch.RowCount; row++)
        {
            var values = new object?[batch.Schema.Columns.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Value(batch.Schema.Columns[i].Type.Id, Tarn.Engine.Results.ColumnValue.Read(batch.Column(i), row));
            }

            rows.Add(values);
        }
    }

    private static object? Value(TypeId type, object? value) => (type, value) switch
    {
        (TypeId.Date, int days) => DateValue.Date(DateTime.UnixEpoch.AddDays(days)),
        (TypeId.Timestamp, long micros) => DateValue.DateTime(DateTime.UnixEpoch.AddTicks(micros * 10)),
        (TypeId.TimestampTz, long micros) => DateValue.DateTime(DateTime.UnixEpoch.AddTicks(micros * 10), ZoneValue.Utc),
        (_, null or bool or long or double or string) => value,
        (_, int or short or sbyte or byte or ushort or uint) => Convert.ToInt64(value, null),
        (_, float number) => (double)number,
        (_, ulong number) => Jinja.Python.PyNumber.Normalize(number),
        (_, Int128 number) => Jinja.Python.PyNumber.Normalize((BigInteger)number),
        (_, UInt128 number) => Jinja.Python.PyNumber.Normalize((BigInteger)number),
        _ => value.ToString(),
    };
}
