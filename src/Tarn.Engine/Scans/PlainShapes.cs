using System.Collections.Concurrent;
using Tarn.Engine.Native;

namespace Tarn.Engine.Scans;

/// <summary>Remembers which columns of files of a shape the executor reads in the types that tables want. One per instance of the executor.</summary>
sealed class PlainShapes
{
    /// <summary>Answers remembered; beyond that the memory starts afresh.</summary>
    const int MaxRemembered = 10_000;

    readonly ConcurrentDictionary<(string Shape, string Wanted), bool> _known = new();

    /// <param name="connection">Free to use.</param>
    /// <param name="root">The shape of the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="readings">The columns, which the file has under these names.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> AreReadAsync(Connection connection, PhysicalField root, string path, IEnumerable<ColumnReading> readings, CancellationToken cancellationToken)
    {
        var wanted = string.Join(", ", readings.Select(r => $"NULL::{r.TypeSql} AS {Identifiers.Quote(r.Name)}"));
        var key = (root.ExactSignature, wanted);
        if (_known.TryGetValue(key, out var known)) return known;
        var answer = await Task.Run(() => AreRead(connection, path, wanted), cancellationToken).ConfigureAwait(false);
        if (_known.Count >= MaxRemembered) _known.Clear();
        return _known[key] = answer;
    }

    /// <summary>The executor binds both and says the types, of nested columns down to names and order of their fields.</summary>
    static bool AreRead(Connection connection, string path, string wanted)
    {
        using var table = connection.Prepare($"SELECT {wanted}");
        using var file = connection.Prepare($"SELECT * FROM read_parquet([{Identifiers.Literal(path)}], {PlainReading.Options})");
        var types = file.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        return table.Columns.All(c => types.TryGetValue(c.Name, out var type) && type.Equals(c.Type));
    }
}
