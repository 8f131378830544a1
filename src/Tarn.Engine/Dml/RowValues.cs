using Tarn.Engine.Scans;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Dml;

/// <summary>Values of new rows, typed as their columns are: as INSERT casts them.</summary>
internal static class RowValues
{
    public static string Null(NestedField field) => $"NULL::{ExecutorTypes.Sql(field.Type)}";

    /// <summary>Writes the target of a statement as its text has it, or under a name that no CTE of the statement can hide.</summary>
    public static TextComposer AddTarget(this TextComposer text, DmlTarget target, DmlOptions options)
    {
        if (options.With is not null && target.Name.Parts.Length == 1) return text.Add($"__tarn_target AS {Native.Identifiers.Quote(target.Called)}");
        text.Add(new TextSlice(target.Name.Start, target.Name.End));
        return target.Alias is { } alias ? text.Add($" AS {Native.Identifiers.Quote(alias)}") : text;
    }
}
