using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>A look at each record of a file, on all processors: what its fields hold, and whether some cannot be loaded.</summary>
/// <param name="known">Types that are settled; fields beyond them are for the shape to find.</param>
sealed class JsonInspection(JsonType.Struct known)
{
    readonly JsonShape shape = new();
    readonly Dictionary<long, JsonShape> waiting = [];
    long added;
    long bad;
    int longest;

    /// <summary>What the records that can be loaded hold.</summary>
    public JsonShape Shape => shape;

    /// <summary>Bytes of the longest line.</summary>
    public int LongestLine => longest;

    /// <summary>Adds a file's records.</summary>
    /// <returns>Records that cannot be loaded.</returns>
    public long Add(SourceFile file, CancellationToken cancellationToken)
    {
        (added, bad) = (0, 0);
        using var stream = TextSource.Open(file);
        try
        {
            // The partitioner hands out one block at a time: so few are in memory as there are processors.
            _ = Parallel.ForEach(
                Partitioner.Create(LineBlock.Read(stream, file.Name), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
                Add);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return bad;
    }

    void Add(LineBlock block)
    {
        var (found, faults, widest) = (new JsonShape(), 0L, 0);
        for (var rest = block.Content; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8).Span;
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IsEmpty) continue;
            widest = Math.Max(widest, line.Length);
            if (JsonLines.Fault(line, known) is not null)
            {
                faults++;
                continue;
            }

            var reader = new Utf8JsonReader(line);
            _ = reader.Read();
            found.Add(ref reader);
        }

        lock (waiting) Merge(block.Index, found, faults, widest);
        block.Return();
    }

    /// <summary>Blocks end in any order; their shapes are added in that of the file, which is the order of new columns.</summary>
    void Merge(long index, JsonShape found, long faults, int widest)
    {
        (bad, longest) = (bad + faults, Math.Max(longest, widest));
        waiting.Add(index, found);
        for (; waiting.Remove(added, out var next); added++) shape.Add(next);
    }
}
