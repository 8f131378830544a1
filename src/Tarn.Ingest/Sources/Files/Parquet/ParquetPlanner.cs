using System.Collections.Immutable;
using Tarn.Engine;
using Tarn.Engine.Native;
using Tarn.Ingest.Sources.Files.Reading;

namespace Tarn.Ingest.Sources.Files.Parquet;

/// <summary>Plans the reading of Parquet files, which say their types themselves.</summary>
static class ParquetPlanner
{
    /// <exception cref="IngestException">A file is damaged; its name is in the message.</exception>
    public static ReadPlan Plan(Connection connection, ImmutableArray<SourceFile> files, string root, string stage)
    {
        var select = $"SELECT *, {FileNames.Sql(root, stage, files.Select(f => f.Path))} AS {ReadPlan.FileColumn} FROM read_parquet({FileNames.List(files.Select(f => f.Path))}, union_by_name={(files.Length > 1 ? "true" : "false")}, hive_partitioning=false)";
        try
        {
            using var statement = connection.Prepare(select);
            var columns = statement.Columns.Where(c => c.Name != ReadPlan.FileColumn).Select(c => new SourceColumn(c.Name, c.Type.ToString())).ToImmutableArray();
            return new ReadPlan(select, columns, [], IsStrict: false);
        }
        catch (EngineException e)
        {
            throw Damaged(connection, files, e);
        }
    }

    /// <summary>The executor does not always say which file it stumbled over: each is tried alone.</summary>
    public static IngestException Damaged(Connection connection, ImmutableArray<SourceFile> files, EngineException error)
    {
        foreach (var file in files)
        {
            try
            {
                _ = connection.Execute($"SELECT count(*) FROM parquet_file_metadata({Identifiers.Literal(file.Path)})", CancellationToken.None);
            }
            catch (EngineException e)
            {
                return new IngestException(IngestErrorKind.DamagedFile, $"{file.Name} is not a whole Parquet file ({e.Words.TrimEnd('.')}). Nothing was loaded, and the table was left as it is. Deliver the file again, or take it away.", e);
            }
        }

        return new IngestException(IngestErrorKind.DamagedFile, $"The Parquet files cannot be read together ({error.Words.TrimEnd('.')}). Nothing was loaded, and the table was left as it is.", error);
    }
}
