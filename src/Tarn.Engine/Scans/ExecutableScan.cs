using System.Collections.Immutable;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Scans;

/// <summary>A table's rows as a query of the executor. Dispose it when the statement that holds the text has ended: the text is void then.</summary>
/// <param name="sql">A SELECT without parentheses, its columns named and ordered as the table's.</param>
/// <param name="files">The files in the order in which the text numbers them.</param>
/// <param name="release">Forgets what the text's functions look up.</param>
public sealed class ExecutableScan(string sql, ImmutableArray<FileScanTask> files, Action release) : IDisposable
{
    Action? _release = release;

    public string Sql { get; } = sql;

    public ImmutableArray<FileScanTask> Files { get; } = files;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
