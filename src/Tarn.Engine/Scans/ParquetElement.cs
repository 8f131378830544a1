using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tarn.Engine.Results;

namespace Tarn.Engine.Scans;

/// <summary>An element of a Parquet footer's schema, which lists the tree depth first.</summary>
readonly record struct ParquetElement(string Name, int Children, int? FieldId, bool IsList, bool IsMap, bool IsRepeated, string Details, string ExecutorType)
{
    public static ParquetElement Read(ResultBatch batch, int row)
    {
        var converted = batch.Column(4).Text(row);
        var logical = batch.Column(5).Text(row);
        return new ParquetElement(
            batch.Column(1).Text(row),
            (int)batch.Column(2).Values<long>()[row],
            batch.Column(3).IsNull(row) ? null : (int)batch.Column(3).Values<long>()[row],
            converted == "LIST" || logical.StartsWith("ListType", StringComparison.Ordinal),
            converted is "MAP" or "MAP_KEY_VALUE" || logical.StartsWith("MapType", StringComparison.Ordinal),
            batch.Column(6).Text(row) == "REPEATED",
            batch.Column(7).Text(row),
            IsShape(logical) ? PhysicalField.Shape : batch.Column(8).Text(row));
    }

    /// <summary>What the executor says of such columns is the type that they are stored in.</summary>
    static bool IsShape(string logical) => logical.StartsWith("GeometryType", StringComparison.Ordinal) || logical.StartsWith("GeographyType", StringComparison.Ordinal);

    /// <summary>The field at <paramref name="at"/>, which is moved past it.</summary>
    public static PhysicalField Build(IReadOnlyList<ParquetElement> rows, ref int at)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var element = Next(rows, ref at);
        if (element.Children == 0) return new PhysicalField(element.Name, element.FieldId, PhysicalKind.Primitive, [], element.Details, element.ExecutorType);
        if (element.IsMap) return BuildMap(rows, ref at, element);
        if (element.IsList) return BuildList(rows, ref at, element);
        var children = ImmutableArray.CreateBuilder<PhysicalField>(element.Children);
        for (var i = 0; i < element.Children; i++) children.Add(Build(rows, ref at));
        return new PhysicalField(element.Name, element.FieldId, PhysicalKind.Struct, children.MoveToImmutable(), element.Details);
    }

    static ParquetElement Next(IReadOnlyList<ParquetElement> rows, ref int at) =>
        at < rows.Count ? rows[at++] : throw new EngineException(EngineErrorKind.Corrupt, "Damaged Parquet data: the schema counts more fields than it has.");

    /// <summary>Parquet's LogicalTypes page, "Lists": a repeated group of one child around the element, or, in old files, the repeated element itself.</summary>
    static PhysicalField BuildList(IReadOnlyList<ParquetElement> rows, ref int at, ParquetElement list)
    {
        var start = at;
        var repeated = Next(rows, ref at);
        at = start;
        var isWrapper = repeated.Children == 1 && repeated.Name != "array" && repeated.Name != list.Name + "_tuple";
        if (isWrapper) at++;
        return new PhysicalField(list.Name, list.FieldId, PhysicalKind.List, [Build(rows, ref at)], $"{list.Details}/{repeated.Name}{repeated.Details}");
    }

    static PhysicalField BuildMap(IReadOnlyList<ParquetElement> rows, ref int at, ParquetElement map)
    {
        var entries = Next(rows, ref at);
        var key = Build(rows, ref at);
        return new PhysicalField(map.Name, map.FieldId, PhysicalKind.Map, [key, Build(rows, ref at)], $"{map.Details}/{entries.Name}{entries.Details}");
    }
}
