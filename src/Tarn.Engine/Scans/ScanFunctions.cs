using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Variants;

namespace Tarn.Engine.Scans;

/// <summary>The functions that the SQL of table scans calls, and the scans that they answer for. One per instance of the executor.</summary>
/// <remarks>
/// A scan passes its handle, the file's index and the row's number: the look-up happens in the scan's own threads, below every join, and leaves the executor's
/// own filters in the Parquet reader alone. Handles are drawn at random, as users can call what the scans call.
/// </remarks>
public sealed class ScanFunctions
{
    public const string IsLive = "__tarn_is_live";
    public const string RowId = "__tarn_row_id";
    public const string SequenceNumber = "__tarn_sequence_number";

    /// <summary>Paths of a scan's files, from an index on: what <c>read_parquet</c> reads. The executor asks once, when it binds the statement.</summary>
    public const string Files = "__tarn_scan_files";
    public const string IsVariantNull = "__tarn_is_variant_null";
    public const string VariantNull = "__tarn_variant_null";
    public const string HoldsInstantNanos = "__tarn_holds_instant_nanos";

    public const string TimeOfDay = "__tarn_time_of_day";

    const long MicrosPerDay = 86_400_000_000;

    /// <summary>The executor's form of a variant's null, which its own reader never makes: one value of kind 0. It goes through its operators as a value that is there.</summary>
    static readonly object?[] NullOfVariant = [(object?[])[], (object?[])[], (object?[])[(object?[])[(byte)0, 0u]], (byte[])[]];

    static readonly LogicalType Unsigned = LogicalType.Of(TypeId.UBigInt);
    static readonly LogicalType Signed = LogicalType.Of(TypeId.BigInt);

    readonly ConcurrentDictionary<ulong, ScanState> _scans = [];

    /// <summary>Registers the functions with an instance; tables can be scanned on it from then on.</summary>
    public static ScanFunctions Install(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var functions = new ScanFunctions();
        instance.Register(new ScalarFunction(IsLive, [Unsigned, Unsigned, Signed], LogicalType.Of(TypeId.Boolean), functions.AnswerIsLive));
        instance.Register(new ScalarFunction(RowId, [Unsigned, Unsigned, Signed], Signed, functions.AnswerRowId));
        instance.Register(new ScalarFunction(Files, [Unsigned, Unsigned, Unsigned], LogicalType.List(LogicalType.Of(TypeId.Varchar)), functions.AnswerFiles));
        instance.Register(new ScalarFunction(SequenceNumber, [Unsigned, Unsigned], Signed, functions.AnswerSequenceNumber));
        instance.Register(new ScalarFunction(IsVariantNull, [Unsigned, Signed, Unsigned, Signed], LogicalType.Of(TypeId.Boolean), functions.AnswerIsVariantNull));
        instance.Register(new ScalarFunction(VariantNull, [Signed], LogicalType.Variant, AnswerVariantNull));
        instance.Register(new ScalarFunction(HoldsInstantNanos, [LogicalType.Of(TypeId.Blob), LogicalType.Of(TypeId.Blob)], LogicalType.Of(TypeId.Boolean), AnswerHoldsInstantNanos));
        instance.Register(new ScalarFunction(TimeOfDay, [LogicalType.Of(TypeId.Time)], LogicalType.Of(TypeId.Time), AnswerTimeOfDay));
        return functions;
    }

    [SuppressMessage("Security", "CA5394", Justification = "A handle is no secret: it only must not be hit by accident.")]
    internal ulong Add(ScanState scan)
    {
        while (true)
        {
            var handle = (ulong)Random.Shared.NextInt64();
            if (_scans.TryAdd(handle, scan)) return handle;
        }
    }

    internal void Remove(ulong handle) => _scans.TryRemove(handle, out _);

    void AnswerIsLive(FunctionArguments arguments, FunctionOutput output)
    {
        var live = output.Values<bool>();
        var files = arguments.Values<ulong>(1);
        var rows = arguments.Values<long>(2);
        for (var start = 0; start < live.Length;)
        {
            var end = RunEnd(files, start);
            if (!IsValid(arguments, start) || Scan(arguments, start).Deleted[(int)files[start]] is not { } deleted)
            {
                live[start..end].Fill(true);
                start = end;
                continue;
            }
            for (; start < end; start++) live[start] = !deleted.Contains(rows[start]);
        }
    }

    void AnswerRowId(FunctionArguments arguments, FunctionOutput output)
    {
        var ids = output.Values<long>();
        var files = arguments.Values<ulong>(1);
        var rows = arguments.Values<long>(2);
        for (var start = 0; start < ids.Length;)
        {
            var (end, first) = (RunEnd(files, start), IsValid(arguments, start) ? Scan(arguments, start).FirstRowIds[(int)files[start]] : null);
            for (; start < end; start++)
                if (first is { } id) ids[start] = id + rows[start];
                else output.SetNull(start);
        }
    }

    void AnswerSequenceNumber(FunctionArguments arguments, FunctionOutput output)
    {
        var numbers = output.Values<long>();
        var files = arguments.Values<ulong>(1);
        for (var start = 0; start < numbers.Length;)
        {
            var end = RunEnd(files, start);
            if (IsValid(arguments, start)) numbers[start..end].Fill(Scan(arguments, start).SequenceNumbers[(int)files[start]]);
            start = end;
        }
    }

    void AnswerFiles(FunctionArguments arguments, FunctionOutput output)
    {
        var counts = arguments.Values<ulong>(2);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (!IsValid(arguments, i) || arguments.IsNull(2, i)) continue;
            var paths = Scan(arguments, i).Paths;
            var first = (int)arguments.Values<ulong>(1)[i];
            output.Writer.Set(i, paths.Skip(first).Take((int)Math.Min(counts[i], (ulong)(paths.Length - first))).ToArray<object?>());
        }
    }

    void AnswerIsVariantNull(FunctionArguments arguments, FunctionOutput output)
    {
        var answers = output.Values<bool>();
        var fields = arguments.Values<long>(1);
        var files = arguments.Values<ulong>(2);
        var rows = arguments.Values<long>(3);
        for (var i = 0; i < answers.Length; i++)
            answers[i] = !arguments.IsNull(2, i) && Scan(arguments, i, files[i]).Variants[(int)files[i]] is { } variants && variants.TryGetValue((int)fields[i], out var found) && VariantReading.IsNull(found, rows[i]);
    }

    /// <summary>
    /// The executor takes any number of microseconds of a file for a time, and ends the process when it prints one that no day has. A condition in SQL would not do: it believes the file's
    /// statistics and leaves it out.
    /// </summary>
    static void AnswerTimeOfDay(FunctionArguments arguments, FunctionOutput output)
    {
        var times = arguments.Values<long>(0);
        times.CopyTo(output.Values<long>());
        for (var i = 0; i < times.Length; i++)
            if ((ulong)times[i] > MicrosPerDay && !arguments.IsNull(0, i)) throw new EngineException(EngineErrorKind.Corrupt, "Damaged time data: a time of day lies outside of the day.");
    }

    static void AnswerVariantNull(FunctionArguments arguments, FunctionOutput output)
    {
        var writer = output.Writer;
        for (var i = 0; i < arguments.RowCount; i++) writer.Set(i, NullOfVariant);
    }

    static void AnswerHoldsInstantNanos(FunctionArguments arguments, FunctionOutput output)
    {
        var answers = output.Values<bool>();
        for (var i = 0; i < answers.Length; i++) answers[i] = !arguments.IsNull(0, i) && !arguments.IsNull(1, i) && VariantBytes.HoldsInstantNanos(arguments.Bytes(0, i), arguments.Bytes(1, i));
    }

    /// <summary>Chunks come from one file nearly always: rows of the same file are answered together.</summary>
    static int RunEnd(ReadOnlySpan<ulong> files, int start)
    {
        var end = files[start..].IndexOfAnyExcept(files[start]);
        return end < 0 ? files.Length : start + end;
    }

    static bool IsValid(FunctionArguments arguments, int row) => !arguments.IsNull(0, row) && !arguments.IsNull(1, row);

    ScanState Scan(FunctionArguments arguments, int row) => Scan(arguments, row, arguments.Values<ulong>(1)[row]);

    ScanState Scan(FunctionArguments arguments, int row, ulong file)
    {
        var handle = arguments.Values<ulong>(0)[row];
        if (!_scans.TryGetValue(handle, out var scan)) throw new EngineException(EngineErrorKind.InvalidInput, "This function belongs to table scans and answers only theirs.");
        return file < (ulong)scan.Deleted.Length
            ? scan
            : throw new EngineException(EngineErrorKind.InvalidInput, "This scan has no file of that index.");
    }
}
