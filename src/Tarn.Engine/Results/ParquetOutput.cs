using System.Collections.Immutable;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>An answer as a Parquet file: the executor writes it itself, by COPY.</summary>
public static class ParquetOutput
{
    /// <summary>The statement that writes the rows of <paramref name="query"/> to a local file.</summary>
    /// <param name="query">A SELECT of the executor, in which all tables are resolved already.</param>
    /// <param name="columns">Its columns, as a prepared statement tells them.</param>
    /// <param name="path">A file of a folder that the instance may write to.</param>
    /// <exception cref="EngineException">Two columns have the same name, which Parquet readers cannot tell apart.</exception>
    public static string Copy(string query, ImmutableArray<TypeField> columns, string path)
    {
        var twice = columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new EngineException(EngineErrorKind.InvalidInput, $"Two columns are named '{twice.Key}'; a Parquet file needs distinct names. Give one an alias.");
        var select = string.Join(", ", columns.Select(c => Column(c)));
        return $"COPY (SELECT {select} FROM (\n{query}\n)) TO {Identifiers.Literal(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)";
    }

    /// <summary>Types that COPY would change without a word: HUGEINT would become DOUBLE. An exact decimal or text stands for them.</summary>
    static string Column(TypeField column)
    {
        var name = Identifiers.Quote(column.Name);
        return Exact(column.Type) is { } sql ? $"CAST({name} AS {sql}) AS {name}" : name;
    }

    static string? Exact(LogicalType type) => type.Id switch
    {
        TypeId.HugeInt => "DECIMAL(38,0)",
        TypeId.UHugeInt or TypeId.BigNum or TypeId.Bit or TypeId.TimeTz or TypeId.Interval or TypeId.Union => "VARCHAR",
        TypeId.List when Exact(type.Fields[0].Type) is { } element => $"{element}[]",
        TypeId.Array => $"{Exact(type.Fields[0].Type) ?? type.Fields[0].Type.ToString()}[]",
        TypeId.Struct when type.Fields.Any(f => Exact(f.Type) is not null) =>
            $"STRUCT({string.Join(", ", type.Fields.Select(f => $"{Identifiers.Quote(f.Name)} {Exact(f.Type) ?? f.Type.ToString()}"))})",
        TypeId.Map when type.Fields.Any(f => Exact(f.Type) is not null) =>
            $"MAP({string.Join(", ", type.Fields.Select(f => Exact(f.Type) ?? f.Type.ToString()))})",
        _ => null,
    };
}
