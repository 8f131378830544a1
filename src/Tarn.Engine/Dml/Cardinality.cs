using Tarn.Engine.Native;
using Tarn.Engine.Scans;

namespace Tarn.Engine.Dml;

/// <summary>The standard's rule that a statement changes no row twice: which of several source rows would win is nobody's to say.</summary>
internal static class Cardinality
{
    /// <summary>Columns that an error shows of a row without a known key.</summary>
    const int ShownColumns = 4;

    /// <param name="run">The statement.</param>
    /// <param name="target">Its table.</param>
    /// <param name="changes">A table or sub-query with an address for each change.</param>
    /// <param name="source">The clause that names the source.</param>
    /// <exception cref="EngineException">A row is changed by several source rows.</exception>
    public static void Check(RowChangeRun run, TargetScan target, string changes, string source)
    {
        var twice = $"SELECT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM {changes} GROUP BY ALL HAVING count(*) > 1 LIMIT 1";
        if (run.Count(twice) == 0) return;
        var schema = run.Table.Schema;
        var keys = schema.Fields.Where(f => schema.IdentifierFieldIds.Contains(f.Id)).ToArray();
        if (keys.Length == 0) keys = [.. schema.Fields.Where(f => f.Type.IsPrimitive).Take(ShownColumns)];
        var shown = string.Join(" || ', ' || ", keys.Select(k => $"{Identifiers.Literal($"{k.Name} = ")} || coalesce(t.{Identifiers.Quote(k.Name)}::VARCHAR, 'NULL')"));
        var sql = $"SELECT {(keys.Length == 0 ? "'?'" : shown)} FROM ({target.Sql}) t JOIN ({twice}) c ON t.{ScanSql.AddressFile} = c.{ScanSql.AddressFile} AND t.{ScanSql.AddressPosition} = c.{ScanSql.AddressPosition}";
        var row = run.Connection.Scalar(sql, null, run.Scope.Token) ?? "?";
        throw new EngineException(
            EngineErrorKind.InvalidInput,
            $"The row of {run.Table} with {row} matches more than one row of {source}, each of which would change it. Nothing was changed. Make the source give each target row once, for example by QUALIFY row_number() OVER (PARTITION BY key ORDER BY …) = 1.");
    }
}
