using Tarn.Engine.Native;

namespace Tarn.Engine.Scans.Files;

/// <summary>A column of a file that is copied for the executor.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The executor's type for it.</param>
/// <param name="FieldIds">The ids of the column and all below it, in the form of COPY's option, for the name that the column gets; gives null where some have none: then names count.</param>
sealed record CopiedColumn(string Name, LogicalType Type, Func<string, string?> FieldIds)
{
    /// <summary>A field's part of COPY's option <c>FIELD_IDS</c>; null where one below it has no id.</summary>
    public static string? FieldIdsOf(string name, int id, IReadOnlyCollection<string?> children)
    {
        if (children.Contains(null)) return null;
        return children.Count == 0 ? $"{Identifiers.Literal(name)}: {id}" : $"{Identifiers.Literal(name)}: {{__duckdb_field_id: {id}, {string.Join(", ", children)}}}";
    }
}
