using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tarn.Engine.Native;
using Tarn.Engine.Scans.Variants;

namespace Tarn.Engine.Scans;

/// <summary>The functions that the SQL of table scans calls, and the scans that they answer for. One per instance of the executor.</summary>
/// <remarks>
/// A scan passes the file's key (its own handle plus the file's index) and the row's number: the look-up happens in the scan's own threads, below every join, and leaves the executor's
/// own filters in the Parquet reader alone. The executor writes each argument out for each row, so handle and index are one. Handles are drawn at random, as users can call what the scans call.
/// </remarks>
public sealed class ScanFunctions
{
    public const string IsLive = "__tarn_is_live";

    /// <summary>As <see cref="IsLive"/>, where the key is a constant.</summary>
    public const string IsLiveInFile = "__tarn_is_live_in_file";
    public const string RowId = "__tarn_row_id";
    public const string SequenceNumber = "__tarn_sequence_number";

    /// <summary>Paths of a scan's files, from an index on: what <c>read_parquet</c> reads. The executor asks once, when it binds the statement.</summary>
    public const string Files = "__tarn_scan_files";

    /// <summary>Whether a row of a column has variants that the executor reads as something else.</summary>
    public const string HasVariant = "__tarn_has_variant";

    /// <summary>The variant at a place of such a row; null where the executor reads it as it is.</summary>
    public const string Variant = "__tarn_variant";
    /// <summary>Whether a variant's bytes hold what the executor reads as something else.</summary>
    public const string HoldsOther = "__tarn_holds_other";

    public const string TimeOfDay = "__tarn_time_of_day";

    /// <summary>The bits of a key that hold the file's index; a handle has none of them.</summary>
    const ulong IndexMask = (1 << 24) - 1;

    const long MicrosPerDay = 86_400_000_000;

    static readonly LogicalType Unsigned = LogicalType.Of(TypeId.UBigInt);
    static readonly LogicalType Signed = LogicalType.Of(TypeId.BigInt);
    static readonly LogicalType Text = LogicalType.Of(TypeId.Varchar);

    readonly ConcurrentDictionary<ulong, ScanState> _scans = [];

    /// <summary>Registers the functions with an instance; tables can be scanned on it from then on.</summary>
    public static ScanFunctions Install(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var functions = new ScanFunctions();
        instance.Register(new ScalarFunction(IsLive, [Unsigned, Signed], LogicalType.Of(TypeId.Boolean), functions.AnswerIsLive));
        instance.Register(new ScalarFunction(IsLiveInFile, [Unsigned, Signed], LogicalType.Of(TypeId.Boolean), functions.AnswerIsLiveInFile));
        instance.Register(new ScalarFunction(RowId, [Unsigned, Signed], Signed, functions.AnswerRowId));
        instance.Register(new ScalarFunction(Files, [Unsigned, Unsigned, Unsigned], LogicalType.List(Text), functions.AnswerFiles));
        instance.Register(new ScalarFunction(SequenceNumber, [Unsigned], Signed, functions.AnswerSequenceNumber));
        instance.Register(new ScalarFunction(HasVariant, [Unsigned, Signed, Signed], LogicalType.Of(TypeId.Boolean), functions.AnswerHasVariant));
        instance.Register(new ScalarFunction(Variant, [Unsigned, Signed, Signed, Text, Text], LogicalType.Variant, functions.AnswerVariant) { SeesNulls = true });
        instance.Register(new ScalarFunction(HoldsOther, [LogicalType.Of(TypeId.Blob), LogicalType.Of(TypeId.Blob)], LogicalType.Of(TypeId.Boolean), AnswerHoldsOther));
        instance.Register(new ScalarFunction(TimeOfDay, [LogicalType.Of(TypeId.Time)], LogicalType.Of(TypeId.Time), AnswerTimeOfDay));
        // GeoParquet marks bytes as shapes in a file's own properties: what they are is for the table to say.
        using var connection = instance.Connect();
        _ = connection.Execute("SET GLOBAL enable_geoparquet_conversion = false", CancellationToken.None);
        return functions;
    }

    [SuppressMessage("Security", "CA5394", Justification = "A handle is no secret: it only must not be hit by accident.")]
    internal ulong Add(ScanState scan)
    {
        if (scan.Paths.Length > (int)IndexMask) throw new EngineException(EngineErrorKind.NotSupported, $"A scan reads {IndexMask:N0} files at most, and this one would read {scan.Paths.Length:N0}. Compact the table, or ask for less of it.");
        while (true)
        {
            var handle = (ulong)Random.Shared.NextInt64() & ~IndexMask;
            if (_scans.TryAdd(handle, scan)) return handle;
        }
    }

    internal void Remove(ulong handle) => _scans.TryRemove(handle, out _);

    void AnswerIsLive(FunctionArguments arguments, FunctionOutput output)
    {
        var live = output.Values<bool>();
        var rows = arguments.Values<long>(1);
        for (int start = 0, end; start < live.Length; start = end)
        {
            var (scan, file) = Run(arguments, start, out end);
            if (scan?.Deleted[file] is { } deleted) deleted.Mark(rows[start..end], live[start..end]);
            else live[start..end].Fill(true);
        }
    }

    /// <summary>Looks at the first key alone: to see that all are alike would take as long as the rest. Who calls it with others gets the first one's answers.</summary>
    void AnswerIsLiveInFile(FunctionArguments arguments, FunctionOutput output)
    {
        var live = output.Values<bool>();
        var rows = arguments.Values<long>(1);
        if (live.IsEmpty) return;
        var (scan, file) = Run(arguments.Values<ulong>(0)[0], arguments.IsNull(0, 0));
        if (scan?.Deleted[file] is { } deleted) deleted.Mark(rows, live);
        else live.Fill(true);
    }

    void AnswerRowId(FunctionArguments arguments, FunctionOutput output)
    {
        var ids = output.Values<long>();
        var rows = arguments.Values<long>(1);
        for (int start = 0, end; start < ids.Length; start = end)
        {
            var (scan, file) = Run(arguments, start, out end);
            var first = scan?.FirstRowIds[file];
            for (var i = start; i < end; i++)
                if (first is { } id) ids[i] = id + rows[i];
                else output.SetNull(i);
        }
    }

    void AnswerSequenceNumber(FunctionArguments arguments, FunctionOutput output)
    {
        var numbers = output.Values<long>();
        for (int start = 0, end; start < numbers.Length; start = end)
        {
            var (scan, file) = Run(arguments, start, out end);
            // Rows without an id, as those from before an upgrade to v3 are, have no history: the reference says neither.
            if (scan?.FirstRowIds[file] is not null) numbers[start..end].Fill(scan.SequenceNumbers[file]);
            else for (var i = start; i < end; i++) output.SetNull(i);
        }
    }

    void AnswerFiles(FunctionArguments arguments, FunctionOutput output)
    {
        var counts = arguments.Values<ulong>(2);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (arguments.IsNull(0, i) || arguments.IsNull(1, i) || arguments.IsNull(2, i)) continue;
            var paths = Scan(arguments.Values<ulong>(0)[i]).Paths;
            var first = (int)arguments.Values<ulong>(1)[i];
            output.Writer.Set(i, paths.Skip(first).Take((int)Math.Min(counts[i], (ulong)(paths.Length - first))).ToArray<object?>());
        }
    }

    void AnswerHasVariant(FunctionArguments arguments, FunctionOutput output)
    {
        var answers = output.Values<bool>();
        var fields = arguments.Values<long>(1);
        var rows = arguments.Values<long>(2);
        for (int start = 0, end; start < answers.Length; start = end)
        {
            var (scan, file) = Run(arguments, start, out end);
            var variants = scan?.Variants[file];
            for (var i = start; i < end; i++)
                answers[i] = variants is not null && variants.TryGetValue((int)fields[i], out var found) && found.Has(rows[i]);
        }
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

    void AnswerVariant(FunctionArguments arguments, FunctionOutput output)
    {
        var keys = arguments.Values<ulong>(0);
        var fields = arguments.Values<long>(1);
        var rows = arguments.Values<long>(2);
        var writer = output.Writer;
        for (var i = 0; i < arguments.RowCount; i++)
        {
            var (scan, file) = Run(keys[i], IsNull(arguments, i));
            var found = scan?.Variants[file] is { } variants && variants.TryGetValue((int)fields[i], out var of)
                ? of.Find(new(rows[i], arguments.Text(3, i), arguments.Text(4, i)))
                : null;
            writer.Set(i, found is null ? null : ExecutorVariant.Of(found));
        }
    }

    static bool IsNull(FunctionArguments arguments, int row)
    {
        for (var i = 0; i < arguments.Count; i++)
            if (arguments.IsNull(i, row)) return true;
        return false;
    }

    static void AnswerHoldsOther(FunctionArguments arguments, FunctionOutput output)
    {
        var answers = output.Values<bool>();
        for (var i = 0; i < answers.Length; i++) answers[i] = !arguments.IsNull(0, i) && !arguments.IsNull(1, i) && VariantBytes.HoldsOther(arguments.Bytes(0, i), arguments.Bytes(1, i));
    }

    /// <summary>The rows from one on that belong to the same file: chunks come from one nearly always, and are answered together. No scan where the key is null.</summary>
    (ScanState? Scan, int File) Run(FunctionArguments arguments, int start, out int end)
    {
        var keys = arguments.Values<ulong>(0);
        end = keys[start..].IndexOfAnyExcept(keys[start]) is var length and >= 0 ? start + length : keys.Length;
        // A null's place may hold any bits, also those of the rows beside it.
        var isNull = arguments.IsNull(0, start);
        if (isNull) end = start + 1;
        return Run(keys[start], isNull);
    }

    (ScanState? Scan, int File) Run(ulong key, bool isNull)
    {
        if (isNull) return default;
        var (scan, file) = (Scan(key & ~IndexMask), (int)(key & IndexMask));
        return file < scan.Deleted.Length ? (scan, file) : throw new EngineException(EngineErrorKind.InvalidInput, "This scan has no file of that index.");
    }

    ScanState Scan(ulong handle) =>
        _scans.TryGetValue(handle, out var scan) ? scan : throw new EngineException(EngineErrorKind.InvalidInput, "This function belongs to table scans and answers only theirs.");
}
