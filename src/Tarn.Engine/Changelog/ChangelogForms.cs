using Tarn.Engine.Native;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Changelog;

/// <summary>What the reference's view procedure makes of changed rows, as queries over them. Rows that are alike in every column count by their number.</summary>
/// <param name="schema">The table's columns.</param>
internal sealed class ChangelogForms(Schema schema)
{
    const string Value = $"CASE {ChangelogColumns.ChangeType} WHEN '{ChangelogColumns.Insert}' THEN 1 ELSE -1 END";

    string Columns => string.Concat(schema.Fields.Select(f => $"{Identifiers.Quote(f.Name)}, "));

    /// <summary>The columns as they tell rows apart: the executor takes -0.0 for 0.0.</summary>
    string Keys => string.Join(", ", schema.Fields.Select(f => f.Type.Kind is TypeKind.Float or TypeKind.Double
        ? $"{Identifiers.Quote(f.Name)}, (NOT isnan({Identifiers.Quote(f.Name)}) AND signbit({Identifiers.Quote(f.Name)}))"
        : Identifiers.Quote(f.Name)));

    /// <summary>Without the rows that a commit both deleted and inserted.</summary>
    public string WithoutCarryovers(string rows) => Repeated(
        $"""
        SELECT {Columns}CASE WHEN sum({Value}) > 0 THEN '{ChangelogColumns.Insert}' ELSE '{ChangelogColumns.Delete}' END AS {ChangelogColumns.ChangeType},
            {ChangelogColumns.ChangeOrdinal}, {ChangelogColumns.CommitSnapshotId}, sum({Value}) AS __net
        FROM ({rows}) GROUP BY {Keys}, {ChangelogColumns.ChangeOrdinal}, {ChangelogColumns.CommitSnapshotId}
        """);

    /// <summary>Without the rows that any commit of the range deleted and any inserted: of rows that are left, the first that nothing undid.</summary>
    public string NetChanges(string rows) => Repeated(
        $"""
        SELECT {Columns}{ChangelogColumns.All}, __net FROM (
            SELECT *, max(CASE WHEN __sum = 0 THEN __place ELSE 0 END) OVER (PARTITION BY {Keys}) AS __undone, sum({Value}) OVER (PARTITION BY {Keys}) AS __net FROM (
                SELECT *, sum({Value}) OVER w AS __sum, row_number() OVER w AS __place FROM ({rows})
                WINDOW w AS (PARTITION BY {Keys} ORDER BY {ChangelogColumns.ChangeOrdinal}, {ChangelogColumns.ChangeType} ROWS UNBOUNDED PRECEDING)))
        WHERE __place = __undone + 1
        """);

    /// <summary>With the two rows of an update named so: a deleted and an inserted one of one commit with the same identity.</summary>
    /// <param name="rows">Rows without those that were carried over.</param>
    /// <param name="identity">The columns that identify a row.</param>
    public string WithUpdates(string rows, IReadOnlyList<NestedField> identity)
    {
        var keys = string.Join(", ", identity.Select(f => Identifiers.Quote(f.Name)));
        var ambiguous = Identifiers.Literal($"Cannot compute updates because there are multiple rows with the same identifier fields([{string.Join(",", identity.Select(f => f.Name))}]). Please make sure the rows are unique.");
        return $"""
            SELECT {Columns}CASE WHEN __deleted > 1 THEN error({ambiguous})::VARCHAR WHEN __deleted = 0 OR __inserted = 0 OR __place > 1 THEN {ChangelogColumns.ChangeType}
                WHEN {ChangelogColumns.ChangeType} = '{ChangelogColumns.Delete}' THEN '{ChangelogColumns.UpdateBefore}' ELSE '{ChangelogColumns.UpdateAfter}' END AS {ChangelogColumns.ChangeType},
                {ChangelogColumns.ChangeOrdinal}, {ChangelogColumns.CommitSnapshotId}
            FROM (SELECT *, count(*) FILTER (WHERE {ChangelogColumns.ChangeType} = '{ChangelogColumns.Delete}') OVER (PARTITION BY {keys}, {ChangelogColumns.ChangeOrdinal}) AS __deleted,
                count(*) FILTER (WHERE {ChangelogColumns.ChangeType} = '{ChangelogColumns.Insert}') OVER (PARTITION BY {keys}, {ChangelogColumns.ChangeOrdinal}) AS __inserted,
                row_number() OVER (PARTITION BY {keys}, {ChangelogColumns.ChangeOrdinal}, {ChangelogColumns.ChangeType}) AS __place FROM ({rows}))
            """;
    }

    /// <summary>Each row as often as its net count says.</summary>
    string Repeated(string counted) =>
        $"SELECT {Columns}{ChangelogColumns.All} FROM (SELECT *, unnest(range(abs(__net)::BIGINT)) FROM (\n{counted}\n) WHERE __net <> 0)";
}
