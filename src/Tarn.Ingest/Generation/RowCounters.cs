using System.Collections.Concurrent;
using Tarn.Engine.Native;

namespace Tarn.Ingest.Generation;

/// <summary>How many rows each running generation has made: the executor itself has no progress of rows out of thin air.</summary>
sealed class RowCounters
{
    readonly ConcurrentDictionary<long, Counter> counters = [];
    long last;

    public Counter Begin()
    {
        var counter = new Counter(this, Interlocked.Increment(ref last));
        counters[counter.Id] = counter;
        return counter;
    }

    /// <summary>Answers the rows' numbers unchanged.</summary>
    public void Count(FunctionArguments arguments, FunctionOutput output)
    {
        arguments.Values<long>(1).CopyTo(output.Values<long>());
        if (arguments.RowCount > 0 && counters.TryGetValue(arguments.Values<long>(0)[0], out var counter)) counter.Add(arguments.RowCount);
    }

    /// <summary>The count of one generation, until it is disposed.</summary>
    public sealed class Counter(RowCounters owner, long id) : IDisposable
    {
        long rows;

        public long Id => id;

        public long Rows => Interlocked.Read(ref rows);

        public void Add(int count) => Interlocked.Add(ref rows, count);

        public void Dispose() => owner.counters.TryRemove(id, out _);
    }
}
