using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary><c>CALL tarn.system.register_table(table => 'ns.name', metadata_file => '/path/v3.metadata.json')</c>: gives a name to a table that exists.</summary>
/// <remarks>
/// Only below the warehouse or storage.allowedLocations: a metadata file names data files, and reading those is reading any file. The file, the table's own location and every path in its
/// manifests are checked; the executor's sandbox holds the data files to the same folders.
/// </remarks>
internal static class RegisterTable
{
    const string Refusal = "Nothing was registered.";

    // Spark's output columns.
    static readonly ResultSchema Schema = new(("current_snapshot_id", TypeId.BigInt), ("total_records_count", TypeId.BigInt), ("total_data_files_count", TypeId.BigInt));

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "metadata_file");
        var (tableText, tableOffset) = arguments.RequiredText("table");
        var (file, fileOffset) = arguments.RequiredText("metadata_file");
        var name = new TokenCursor(SqlText.Read(tableText)).ExpectObjectName("a table's name");
        var (levels, last) = scope.Session.Names.Complete(name.Parts);
        scope.Demand(Permission.RegisterTables, new SecuredObject.Table(levels, last));
        var location = Locations.Allowed(scope, file, fileOffset, "The metadata file", Refusal);
        var metadata = TableMetadata.FromJsonBytes(await scope.Lakehouse.Store.ReadAsync(location, scope.Token).ConfigureAwait(false), location);
        _ = Locations.Allowed(scope, metadata.Location, fileOffset, "The table's location", Refusal);
        await DemandPathsAsync(scope, metadata, fileOffset).ConfigureAwait(false);
        var space = await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false)
            ?? throw EngineException.At(EngineErrorKind.NotFound, $"The namespace {string.Join('.', levels)} does not exist.", scope.Sql.Text, tableOffset);
        var table = await scope.Lakehouse.Catalog.RegisterTableAsync(new TableIdentifier(space, last), location, overwrite: false, scope.Token).ConfigureAwait(false);
        return StatementResult.Rows(StatementKind.Call, Schema, [Row(table.CurrentSnapshot)]);
    }

    static async Task DemandPathsAsync(StatementScope scope, TableMetadata metadata, int fileOffset)
    {
        try
        {
            await NamedFiles.DemandAsync(scope.Lakehouse.Store, metadata, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AccessDenied)
        {
            throw EngineException.At(EngineErrorKind.Refused, $"{e.Message}. {Refusal}", scope.Sql.Text, fileOffset, e);
        }
    }

    static object?[] Row(Snapshot? snapshot) => [snapshot?.SnapshotId, Total(snapshot, "total-records"), Total(snapshot, "total-data-files")];

    static long? Total(Snapshot? snapshot, string key) =>
        snapshot is not null && long.TryParse(snapshot.Summary.GetValueOrDefault(key), out var value) ? value : null;
}
