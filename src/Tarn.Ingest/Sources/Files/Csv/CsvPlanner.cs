using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files.Reading;
using Tarn.Ingest.Typing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>Plans the reading of CSV files: a sample first, and the whole only where the sample's types did not hold.</summary>
/// <param name="root">The connection's folder.</param>
/// <param name="stage">This run's folder for copies of good rows.</param>
sealed class CsvPlanner(StreamOptions stream, KnownTypes known, string root, string stage)
{
    const int SampleFiles = 16;
    const int SampleRows = 10_000;

    /// <summary>The types of a sample, for SQL that fails on the first value that does not fit.</summary>
    public ReadPlan PlanFromSample(ImmutableArray<SourceFile> files, CancellationToken cancellationToken)
    {
        var groups = Heads(files, cancellationToken);
        var profiles = Profile(groups, SampleFiles, SampleRows, cancellationToken);
        return Plan(groups, Types(groups, profiles), groups.SelectMany(g => g.Files).ToDictionary(f => f, StagedFile.Itself), [], isStrict: true);
    }

    /// <summary>Types that every row was looked at for; files with bad rows are read from copies without them.</summary>
    public ReadPlan PlanFromInspection(ImmutableArray<SourceFile> files, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var groups = Heads(files, cancellationToken);
        var types = Types(groups, Profile(groups, int.MaxValue, long.MaxValue, cancellationToken));
        var staged = new Dictionary<SourceFile, StagedFile>();
        var bad = ImmutableArray.CreateBuilder<BadRow>();
        foreach (var group in groups)
            foreach (var file in group.Files)
                staged[file] = Divide(file, group.Head, types, row =>
                {
                    bad.Add(row);
                    report(row);
                }, cancellationToken);
        return Plan(groups, types, staged, bad.ToImmutable(), isStrict: false);
    }

    List<(CsvHead Head, ImmutableArray<SourceFile> Files)> Heads(ImmutableArray<SourceFile> files, CancellationToken cancellationToken) =>
    [
        .. files.Select(f => (File: f, Head: CsvHead.Read(f, stream.Csv, cancellationToken))).Where(f => f.Head is not null)
            .GroupBy(f => f.Head!.GroupKey).Select(g => (g.First().Head!, g.Select(f => f.File).ToImmutableArray())),
    ];

    Dictionary<string, ColumnProfile> Profile(List<(CsvHead Head, ImmutableArray<SourceFile> Files)> groups, int maxFiles, long maxRows, CancellationToken cancellationToken)
    {
        var profiles = new Dictionary<string, ColumnProfile>(StringComparer.OrdinalIgnoreCase);
        foreach (var (head, files) in groups)
        {
            if (head.Names.All(n => known.Find(n) is not null)) continue;
            foreach (var file in Spread(files, maxFiles))
            {
                var found = CsvInspection.Profile(file, head.Dialect, head.Names.Length, stream.Csv.NullText, maxRows, cancellationToken);
                for (var i = 0; i < found.Length; i++)
                    if (profiles.TryGetValue(head.Names[i], out var profile)) profile.Add(found[i]);
                    else profiles[head.Names[i]] = found[i];
            }
        }

        return profiles;
    }

    Dictionary<string, ValueType> Types(List<(CsvHead Head, ImmutableArray<SourceFile> Files)> groups, Dictionary<string, ColumnProfile> profiles) =>
        groups.SelectMany(g => g.Head.Names).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(
            n => n,
            n => known.Find(n) is { } type ? KnownTypes.ToValue(type) : profiles.TryGetValue(n, out var profile) ? profile.Infer() : ValueType.Text,
            StringComparer.OrdinalIgnoreCase);

    StagedFile Divide(SourceFile file, CsvHead head, Dictionary<string, ValueType> types, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var copy = StagedFile.In(stage, file);
        var found = 0L;
        using (var clean = new FileStream(copy.Path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            _ = CsvInspection.Divide(file, head.Dialect, [.. head.Names.Select(n => types[n])], head.Names, stream.Csv.NullText, clean, row =>
            {
                found++;
                report(row);
            }, cancellationToken);
        if (found > 0) return copy;
        File.Delete(copy.Path);
        return StagedFile.Itself(file);
    }

    ReadPlan Plan(
        List<(CsvHead Head, ImmutableArray<SourceFile> Files)> groups, Dictionary<string, ValueType> types, Dictionary<SourceFile, StagedFile> staged,
        ImmutableArray<BadRow> bad, bool isStrict)
    {
        var columns = groups.SelectMany(g => g.Head.Names).Distinct(StringComparer.OrdinalIgnoreCase).Select(n => new SourceColumn(n, types[n].SqlName)).ToImmutableArray();
        var selects = groups.SelectMany(g => g.Files.Select(f => staged[f]).GroupBy(f => f.Compression).Select(f => Select(g.Head, f.Key, [.. f.Select(s => s.Path)], types)));
        return new ReadPlan(string.Join("\nUNION ALL BY NAME\n", selects), columns, bad, isStrict);
    }

    string Select(CsvHead head, string compression, ImmutableArray<string> paths, Dictionary<string, ValueType> types)
    {
        var sql = new StringBuilder("SELECT ");
        for (var i = 0; i < head.Names.Length; i++) _ = sql.Append(StrictFunctions.Call($"c{i}", types[head.Names[i]])).Append(" AS ").Append(Identifiers.Quote(head.Names[i])).Append(", ");
        _ = sql.Append(FileNames.Sql(root, stage, paths)).Append(" AS ").Append(ReadPlan.FileColumn);
        _ = sql.Append(" FROM read_csv(").Append(FileNames.List(paths)).Append(", auto_detect=false, columns={");
        _ = sql.AppendJoin(", ", Enumerable.Range(0, head.Names.Length).Select(i => $"'c{i}': 'VARCHAR'"));
        _ = sql.Append("}, delim=").Append(Identifiers.Literal(head.Dialect.DelimiterText));
        var quote = head.Dialect.Quote is { } q ? ((char)q).ToString() : "";
        _ = sql.Append(", quote=").Append(Identifiers.Literal(quote)).Append(", escape=").Append(Identifiers.Literal(quote));
        _ = sql.Append(", header=").Append(head.Dialect.Header ? "true" : "false");
        _ = sql.Append(", nullstr=").Append(FileNames.List(stream.Csv.NullText is { } text ? ["", text] : [""]));
        _ = sql.Append(", allow_quoted_nulls=false, strict_mode=true, null_padding=false, ignore_errors=false, comment='', compression=").Append(Identifiers.Literal(compression));
        return sql.Append(", max_line_size=").Append(CsvReading.MaxRecordBytes / 8).Append(')').ToString();
    }

    /// <summary>Some of the files, evenly over the list, the first and the last among them.</summary>
    static IEnumerable<SourceFile> Spread(ImmutableArray<SourceFile> files, int count) =>
        files.Length <= count ? files : Enumerable.Range(0, count).Select(i => files[(int)((long)i * (files.Length - 1) / (count - 1))]);
}
