using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>CREATE and DROP VIEW: Iceberg views, in Tarn's own dialect.</summary>
internal static class ViewExecution
{
    public static async Task<StatementResult> CreateAsync(StatementScope scope, Statement.CreateView create)
    {
        var (levels, name) = scope.Session.Names.Complete(create.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        var existing = await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false);
        if (existing is { } found)
        {
            if (create.IfNotExists) return StatementResult.Done(create.Kind, $"{found.View?.Identifier ?? found.Table!.Identifier} exists already.");
            if (found.Table is not null || !create.OrReplace)
                throw At(scope, create, EngineErrorKind.AlreadyExists, found.Table is null ? $"The view {found.View} exists already: CREATE OR REPLACE VIEW replaces it." : $"{found.Table} is a table.");
        }
        var (schema, text) = await DefineAsync(scope, create, existing?.View?.Identifier).ConfigureAwait(false);
        if (existing?.View is { } view) await ReplaceAsync(scope, create, view, schema, text).ConfigureAwait(false);
        else await CreateNewAsync(scope, create, new TableIdentifier(await NamespaceExecution.PlaceAsync(scope, levels, create.Name.Start).ConfigureAwait(false), name), schema, text).ConfigureAwait(false);
        return StatementResult.Done(create.Kind, $"View {string.Join('.', levels)}.{name} {(existing is null ? "created" : "replaced")}.");
    }

    public static async Task<StatementResult> DropAsync(StatementScope scope, Statement.DropView drop)
    {
        var (levels, name) = scope.Session.Names.Complete(drop.Name.Parts);
        scope.Demand(Permission.ManageTables, new SecuredObject.Table(levels, name));
        var found = await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false);
        if (found is null)
        {
            return drop.IfExists
                ? StatementResult.Done(drop.Kind, $"There is no view {drop.Name}.")
                : throw EngineException.At(EngineErrorKind.NotFound, $"The view {string.Join('.', levels)}.{name} does not exist.", scope.Sql.Text, drop.Name.Start);
        }
        if (found.Value.View is not { } view)
            throw EngineException.At(EngineErrorKind.InvalidInput, $"{found.Value.Table} is a table: DROP TABLE drops it.", scope.Sql.Text, drop.Name.Start);
        await scope.Lakehouse.Catalog.DropViewAsync(view.Identifier, scope.Token).ConfigureAwait(false);
        return StatementResult.Done(drop.Kind, $"View {view} dropped.");
    }

    // The view's query must pass the gate and bind now: a view that cannot be read helps nobody.
    static async Task<(Schema Schema, string Text)> DefineAsync(StatementScope scope, Statement.CreateView create, TableIdentifier? self)
    {
        var given = scope.Sql.Text.Length;
        var planned = await QueryPlanner.PlanAsync(scope, create.As, viewToBe: self).ConfigureAwait(false);
        // A PIVOT has got its values written into it.
        var query = create.As with { End = create.As.End + scope.Sql.Text.Length - given };
        if (scope.Sql.Tokens.Any(t => t.Kind == Sql.Lexing.TokenKind.Parameter && t.Start >= create.As.Start))
            throw At(scope, create, EngineErrorKind.NotSupported, "A view's query takes no parameters.");
        var columns = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
        if (create.Columns.Length > columns.Count)
            throw At(scope, create, EngineErrorKind.Binding, $"{create.Columns.Length} columns are named, but the query has {columns.Count}.");
        var ids = new ColumnIds();
        var fields = columns.Select((c, i) => new NestedField(
            ids.Next(), i < create.Columns.Length ? create.Columns[i].Name : c.Name, ColumnTypes.OfView(c.Type, ids)) { Doc = i < create.Columns.Length ? create.Columns[i].Comment : null }).ToArray();
        var twice = fields.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw At(scope, create, EngineErrorKind.Binding, $"Two columns of the view are named {twice.Key}: give one an alias.");
        return (new Schema(0, new StructType([.. fields])), Text(scope, create, query, columns));
    }

    /// <summary>The query; where a star's columns get other names, with those of today written down, as their order may change with the table.</summary>
    static string Text(StatementScope scope, Statement.CreateView create, TextSlice query, IReadOnlyList<TypeField> columns)
    {
        var text = scope.Sql.Text[query.Start..query.End];
        if (create.Columns.IsEmpty || !scope.Lakehouse.Analyze(scope.Sql, query, scope.Session.Names, scope.Connection).ProjectsStar) return text;
        var named = columns.Select((c, i) => i < create.Columns.Length ? $"{Identifiers.Quote(c.Name)} AS {Identifiers.Quote(create.Columns[i].Name)}" : Identifiers.Quote(c.Name));
        return $"SELECT {string.Join(", ", named)} FROM (\n{text}\n)";
    }

    static async Task CreateNewAsync(StatementScope scope, Statement.CreateView create, TableIdentifier identifier, Schema schema, string text)
    {
        try
        {
            var creation = new ViewCreation(identifier, schema, Version(scope, text, schema.SchemaId)) { Properties = create.Properties };
            await scope.Lakehouse.Catalog.CreateViewAsync(creation, scope.Token).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AlreadyExists)
        {
            throw At(scope, create, EngineErrorKind.AlreadyExists, $"{identifier} exists already.");
        }
    }

    static async Task ReplaceAsync(StatementScope scope, Statement.CreateView create, View view, Schema schema, string text)
    {
        ImmutableArray<ViewUpdate> updates =
        [
            new ViewUpdate.AddSchema(schema), new ViewUpdate.AddViewVersion(Version(scope, text, ViewUpdate.LastAdded)), new ViewUpdate.SetCurrentViewVersion(ViewUpdate.LastAdded),
        ];
        if (!create.Properties.IsEmpty) updates = updates.Add(new ViewUpdate.SetProperties(create.Properties));
        var commit = new ViewCommit(view.Identifier, [new ViewRequirement.AssertViewUuid(view.Metadata.ViewUuid)], updates);
        switch (await scope.Lakehouse.Catalog.CommitViewAsync(commit, scope.Token).ConfigureAwait(false))
        {
            case ViewCommitOutcome.Conflict conflict:
                throw At(scope, create, EngineErrorKind.Conflict, $"The view {view} was changed meanwhile and is as that change left it: {conflict.Reason}");
            case ViewCommitOutcome.Unknown unknown:
                throw new EngineException(EngineErrorKind.CommitUnknown, $"It is not known whether the view {view} was replaced: SHOW CREATE VIEW tells.", null, unknown.Cause);
        }
    }

    static ViewVersion Version(StatementScope scope, string text, int schemaId) => new(
        1, schemaId, scope.Lakehouse.Time.GetUtcNow().ToUnixTimeMilliseconds(), [ViewRepresentation.OfSql(text, ViewText.Dialect)])
    {
        DefaultNamespace = new Namespace(scope.Session.Namespace),
        Summary = ImmutableSortedDictionary<string, string>.Empty.Add("engine-name", "tarn"),
    };

    static EngineException At(StatementScope scope, Statement.CreateView create, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, create.Name.Start);
}
