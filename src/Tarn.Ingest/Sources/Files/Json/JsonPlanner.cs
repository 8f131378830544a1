using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Iceberg.Types;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files.Reading;

namespace Tarn.Ingest.Sources.Files.Json;

/// <summary>Plans the reading of JSON files. Every record is looked at first: the executor would round numbers and drop zones that a sample did not show.</summary>
/// <param name="root">The connection's folder.</param>
/// <param name="stage">This run's folder for copies.</param>
sealed class JsonPlanner(StreamOptions stream, KnownTypes known, string root, string stage)
{
    /// <summary>The executor's own. It reads in parts of twice this size, one a thread: larger ones take memory, and keep threads idle.</summary>
    const int DefaultObjectBytes = 16 << 20;

    /// <param name="isDocument">Each file is one document that holds its records in an array.</param>
    /// <param name="report">Called for each bad row.</param>
    public ReadPlan Plan(ImmutableArray<SourceFile> files, bool isDocument, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var lines = isDocument ? [.. files.Select(f => ToLines(f, cancellationToken))] : files.Select(StagedFile.Itself).ToImmutableArray();
        var knownType = new JsonType.Struct(known.Types.ToImmutableDictionary(t => t.Key, t => KnownTypes.ToJson(t.Value)));
        var inspection = new JsonInspection(knownType);
        var faults = lines.ToDictionary(f => f, f => inspection.Add(AsFile(f), cancellationToken));

        var bad = ImmutableArray.CreateBuilder<BadRow>();
        var clean = lines.Select(f => faults[f] == 0 ? f : Divide(f, knownType, row =>
        {
            bad.Add(row);
            report(row);
        }, cancellationToken)).ToImmutableArray();

        var columns = inspection.Shape.Fields.Select(f => new SourceColumn(f.Name, known.Find(f.Name) is { } type ? SqlTypeOf(type, f.Shape) : f.Shape.SqlType())).ToImmutableArray();
        return new ReadPlan(Select(clean, columns, inspection.LongestLine), columns, bad.ToImmutable(), IsStrict: false);
    }

    /// <summary>The known type, with the fields of nested objects that it does not know yet.</summary>
    static string SqlTypeOf(IcebergType type, JsonShape shape) => type switch
    {
        StructType s when shape.Fields.Count > 0 =>
            $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {SqlTypeOf(f.Type, shape.Fields.FirstOrDefault(x => x.Name == f.Name).Shape ?? new JsonShape())}")
                .Concat(shape.Fields.Where(x => s.Fields.All(f => f.Name != x.Name)).Select(x => $"{Identifiers.Quote(x.Name)} {x.Shape.SqlType()}")))})",
        StructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {SqlTypeOf(f.Type, new JsonShape())}"))})",
        ListType l => SqlTypeOf(l.Element.Type, shape.Element ?? new JsonShape()) + "[]",
        _ => KnownTypes.ToValue(type).SqlName,
    };

    StagedFile ToLines(SourceFile file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var copy = StagedFile.In(stage, file);
        using var lines = new FileStream(copy.Path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        _ = JsonDocumentLines.Write(file, stream.Records, lines);
        return copy;
    }

    StagedFile Divide(StagedFile file, JsonType.Struct type, Action<BadRow> report, CancellationToken cancellationToken)
    {
        var copy = file.Path == file.Source.Path ? StagedFile.In(stage, file.Source) : file;
        var unfinished = copy.Path + ".clean";
        using (var clean = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            _ = JsonLines.Divide(AsFile(file), type, clean, report, cancellationToken);
        File.Move(unfinished, copy.Path, overwrite: true);
        return copy;
    }

    /// <summary>A copy is read like its source, under the source's name.</summary>
    static SourceFile AsFile(StagedFile file) => file.Source with { Path = file.Path };

    string Select(ImmutableArray<StagedFile> files, ImmutableArray<SourceColumn> columns, int longestLine)
    {
        if (columns.IsEmpty) return $"SELECT NULL::VARCHAR AS {ReadPlan.FileColumn} WHERE false";
        var types = string.Join(", ", columns.Select(c => $"{Identifiers.Literal(c.Name)}: {Identifiers.Literal(c.SqlType)}"));
        var names = string.Join(", ", columns.Select(c => Identifiers.Quote(c.Name)));
        return string.Join("\nUNION ALL\n", files.GroupBy(f => f.Compression).Select(g =>
            $"SELECT {names}, {FileNames.Sql(root, stage, g.Select(f => f.Path))} AS {ReadPlan.FileColumn} FROM read_json({FileNames.List(g.Select(f => f.Path))}, format='newline_delimited', columns={{{types}}}, "
            + $"maximum_object_size={Math.Max(DefaultObjectBytes, longestLine + 2)}, compression={Identifiers.Literal(g.Key)})"));
    }
}
