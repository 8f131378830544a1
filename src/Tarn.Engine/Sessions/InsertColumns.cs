using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Schemas;

namespace Tarn.Engine.Sessions;

/// <summary>Which column of the table each column of an INSERT's query goes to.</summary>
internal static class InsertColumns
{
    public static ImmutableArray<string> Of(StatementScope scope, Statement.Insert insert, Schema schema, IReadOnlyList<TypeField> columns)
    {
        if (insert.ByName && !insert.Columns.IsEmpty) throw At(scope, insert, "A column list and BY NAME exclude each other.");
        if (insert.ByName) return ByName(scope, insert, schema, columns);
        ImmutableArray<string> targets = insert.Columns.IsEmpty
            ? [.. schema.Fields.Select(f => f.Name)]
            : [.. insert.Columns.Select(c => Target(scope, insert, schema, c))];
        return targets.Length == columns.Count
            ? targets
            : throw At(scope, insert, $"{(insert.Columns.IsEmpty ? $"The table {insert.Target} has" : "The list names")} {targets.Length} columns, but the query gives {columns.Count}.");
    }

    static ImmutableArray<string> ByName(StatementScope scope, Statement.Insert insert, Schema schema, IReadOnlyList<TypeField> columns)
    {
        var targets = columns.Select(c => Target(scope, insert, schema, c.Name)).ToImmutableArray();
        var twice = targets.GroupBy(t => t).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? targets : throw At(scope, insert, $"The query gives the column {twice.Key} twice.");
    }

    static string Target(StatementScope scope, Statement.Insert insert, Schema schema, string name) =>
        schema.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw At(scope, insert, $"The table {insert.Target} has no column {name}. It has {string.Join(", ", schema.Fields.Select(f => f.Name))}.");

    static EngineException At(StatementScope scope, Statement.Insert insert, string message) =>
        EngineException.At(EngineErrorKind.Binding, message, scope.Sql.Text, insert.Target.Start);
}
