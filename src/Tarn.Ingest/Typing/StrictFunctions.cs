using System.Text;
using Tarn.Engine.Native;

namespace Tarn.Ingest.Typing;

/// <summary><see cref="StrictText"/> as functions of the executor: a value that does not fit ends the statement.</summary>
static class StrictFunctions
{
    const string Prefix = "__tarn_read_";

    delegate bool TryRead<T>(ReadOnlySpan<byte> text, out T value);

    /// <summary>Makes the functions callable on an instance.</summary>
    public static void Install(Instance instance)
    {
        instance.Register(Function<bool>("boolean", LogicalType.Of(TypeId.Boolean), StrictText.TryBoolean));
        instance.Register(Function<long>("long", LogicalType.Of(TypeId.BigInt), StrictText.TryLong));
        instance.Register(Function<double>("double", LogicalType.Of(TypeId.Double), StrictText.TryDouble));
        instance.Register(Function<int>("date", LogicalType.Of(TypeId.Date), StrictText.TryDate));
        instance.Register(Function<long>("timestamp", LogicalType.Of(TypeId.Timestamp), StrictText.TryTimestamp));
        instance.Register(Function<long>("timestamptz", LogicalType.Of(TypeId.TimestampTz), StrictText.TryTimestampTz));
        instance.Register(Decimal());
    }

    /// <summary>The SQL that reads a VARCHAR column as a type.</summary>
    public static string Call(string column, ValueType type) => type.Kind switch
    {
        ValueKind.Text or ValueKind.None => column,
        // The function checks; the cast that follows cannot round any more.
        ValueKind.Decimal => $"CAST({Prefix}decimal({column}, {type.Precision}, {type.Scale}) AS {type.SqlName})",
        var kind => $"{Prefix}{kind.ToString().ToLowerInvariant()}({column})",
    };

    static ScalarFunction Function<T>(string name, LogicalType returns, TryRead<T> read) where T : unmanaged =>
        new(Prefix + name, [LogicalType.Of(TypeId.Varchar)], returns, (arguments, output) =>
        {
            var texts = arguments.Column(0);
            var values = output.Values<T>();
            for (var row = 0; row < values.Length; row++)
            {
                if (texts.IsNull(row)) continue;
                var text = texts.Bytes(row);
                if (read(text, out values[row])) continue;
                if (text.Trim((byte)' ').IsEmpty) output.SetNull(row);
                else throw Misfit(text, name);
            }
        });

    static ScalarFunction Decimal() =>
        new(Prefix + "decimal", [LogicalType.Of(TypeId.Varchar), LogicalType.Of(TypeId.Integer), LogicalType.Of(TypeId.Integer)], LogicalType.Of(TypeId.Varchar), (arguments, output) =>
        {
            var texts = arguments.Column(0);
            var precisions = arguments.Values<int>(1);
            var scales = arguments.Values<int>(2);
            for (var row = 0; row < precisions.Length; row++)
            {
                if (texts.IsNull(row)) continue;
                var text = texts.Bytes(row);
                if (text.Trim((byte)' ').IsEmpty) output.SetNull(row);
                else if (StrictText.TryDecimal(text, precisions[row], scales[row], out _)) output.SetBytes(row, text);
                else throw Misfit(text, "decimal");
            }
        });

    static FormatException Misfit(ReadOnlySpan<byte> text, string type) =>
        new($"\"{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 100)])}\" is not a {type} without loss");
}
