using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Changelog;

/// <summary>Changed rows as a query of the executor: the files that came and left, and of files that stayed the rows that deletes took out since. Each kind is one scan, whatever the number of commits, as long as they touched other files.</summary>
/// <param name="scope">The statement; it keeps the scans.</param>
/// <param name="table">The table; rows are in its current schema.</param>
internal sealed class ChangelogRows(StatementScope scope, Table table)
{
    const string Rows = "__rows";
    const string Commits = "__commits";
    const string Others = "__others";

    string Columns => string.Join("", table.Schema.Fields.Select(f => $"{Rows}.{Identifiers.Quote(f.Name)}, "));

    /// <summary>A SELECT of the table's columns and <see cref="ChangelogColumns"/>.</summary>
    public async Task<string> SqlAsync(ImmutableArray<FileChange> changes)
    {
        var branches = new List<string>();
        foreach (var added in Rounds(changes.OfType<FileChange.Added>(), c => c.After)) branches.Add(await WholeAsync(added, added.ConvertAll(c => c.After), ChangelogColumns.Insert).ConfigureAwait(false));
        foreach (var removed in Rounds(changes.OfType<FileChange.Removed>(), c => c.Before)) branches.Add(await WholeAsync(removed, removed.ConvertAll(c => c.Before), ChangelogColumns.Delete).ConfigureAwait(false));
        foreach (var marked in Rounds(changes.OfType<FileChange.Marked>(), c => c.Before)) branches.Add(await WithoutAsync(marked, c => c.Before, c => c.After, ChangelogColumns.Delete).ConfigureAwait(false));
        foreach (var revived in Rounds(changes.OfType<FileChange.Marked>().Where(c => c.MayRevive), c => c.Before)) branches.Add(await WithoutAsync(revived, c => c.After, c => c.Before, ChangelogColumns.Insert).ConfigureAwait(false));
        return branches.Count > 0 ? string.Join("\nUNION ALL\n", branches) : await NoneAsync().ConfigureAwait(false);
    }

    /// <summary>A scan has a file once, as position deletes are found by the file's name: what several commits did to it goes to several scans.</summary>
    static IEnumerable<List<T>> Rounds<T>(IEnumerable<T> changes, Func<T, FileScanTask> taskOf) =>
        changes.GroupBy(c => taskOf(c).File.FilePath, StringComparer.Ordinal).SelectMany(file => file.Select((change, round) => (change, round))).GroupBy(c => c.round, c => c.change).Select(round => round.ToList());

    async Task<string> NoneAsync() =>
        $"SELECT {Columns}NULL::VARCHAR AS {ChangelogColumns.ChangeType}, NULL::INTEGER AS {ChangelogColumns.ChangeOrdinal}, NULL::BIGINT AS {ChangelogColumns.CommitSnapshotId} FROM ({(await ScanAsync([]).ConfigureAwait(false)).Sql}) AS {Rows}";

    async Task<string> WholeAsync(IReadOnlyList<FileChange> changes, List<FileScanTask> tasks, string type)
    {
        var scan = await ScanAsync(tasks).ConfigureAwait(false);
        return $"{Select(type)} FROM ({scan.Sql}) AS {Rows} JOIN {CommitsOf(scan, tasks, changes)} ON {Rows}.{ScanSql.AddressFile} = {Commits}.file";
    }

    /// <summary>Rows that one reading of a file finds and the other does not, by their number in it.</summary>
    async Task<string> WithoutAsync(List<FileChange.Marked> changes, Func<FileChange.Marked, FileScanTask> with, Func<FileChange.Marked, FileScanTask> without, string type)
    {
        var (tasks, otherTasks) = (changes.ConvertAll(c => with(c)), changes.ConvertAll(c => without(c)));
        var (scan, other) = (await ScanAsync(tasks).ConfigureAwait(false), await ScanAsync(otherTasks).ConfigureAwait(false));
        var others = $"(SELECT {Commits}.change, {Rows}.{ScanSql.AddressPosition} AS pos FROM ({other.Sql}) AS {Rows} JOIN {CommitsOf(other, otherTasks, changes)} ON {Rows}.{ScanSql.AddressFile} = {Commits}.file) AS {Others}";
        return $"{Select(type)} FROM ({scan.Sql}) AS {Rows} JOIN {CommitsOf(scan, tasks, changes)} ON {Rows}.{ScanSql.AddressFile} = {Commits}.file "
            + $"ANTI JOIN {others} ON {Others}.change = {Commits}.change AND {Others}.pos = {Rows}.{ScanSql.AddressPosition}";
    }

    string Select(string type) =>
        $"SELECT {Columns}{Identifiers.Literal(type)} AS {ChangelogColumns.ChangeType}, {Commits}.ordinal AS {ChangelogColumns.ChangeOrdinal}, {Commits}.snapshot AS {ChangelogColumns.CommitSnapshotId}";

    /// <summary>Which change each file of a scan belongs to; <c>change</c> is its place in the list.</summary>
    static string CommitsOf(ExecutableScan scan, List<FileScanTask> tasks, IReadOnlyList<FileChange> changes)
    {
        var places = new Dictionary<FileScanTask, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < tasks.Count; i++) places[tasks[i]] = i;
        var rows = scan.Files.Select((task, file) => $"({file}::UBIGINT, {places[task]}, {changes[places[task]].Ordinal}::INTEGER, {changes[places[task]].SnapshotId}::BIGINT)");
        return $"(VALUES {string.Join(", ", rows)}) AS {Commits}(file, change, ordinal, snapshot)";
    }

    async Task<ExecutableScan> ScanAsync(List<FileScanTask> tasks)
    {
        var plan = new ScanPlan(table.CurrentSnapshot, table.Schema, [.. tasks], new Tarn.Iceberg.Scans.ScanCounts());
        var scan = await scope.Lakehouse.SandboxScans.BuildAsync(table.Metadata, plan, scope.Connection, new ScanOptions { WithAddress = true }, scope.Token).ConfigureAwait(false);
        scope.Keep(scan);
        return scan;
    }
}
