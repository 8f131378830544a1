using System.Text.RegularExpressions;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>SHOW and DESCRIBE: answers from the catalog, without the executor.</summary>
internal static class CatalogInspection
{
    // The executor's own columns for DESCRIBE, so that DESCRIBE of a table and of a query read alike.
    static readonly ResultSchema Described = new(
        ("column_name", TypeId.Varchar), ("column_type", TypeId.Varchar), ("null", TypeId.Varchar), ("key", TypeId.Varchar), ("default", TypeId.Varchar), ("extra", TypeId.Varchar));

    static readonly ResultSchema Listed = new(("namespace", TypeId.Varchar), ("name", TypeId.Varchar), ("kind", TypeId.Varchar));

    static readonly ResultSchema Namespaces = new(("namespace", TypeId.Varchar));

    static readonly ResultSchema Properties = new(("key", TypeId.Varchar), ("value", TypeId.Varchar));

    static readonly ResultSchema Text = new(("statement", TypeId.Varchar));

    public static async Task<StatementResult> DescribeAsync(StatementScope scope, Statement.DescribeTable describe)
    {
        var (found, reference) = await ReferenceNames.FindAsync(scope, scope.Session.Names, describe.Name.Parts, describe.Name.Start).ConfigureAwait(false);
        var schema = found.Table is not { } table ? found.View!.Metadata.Schema
            : reference is null ? table.Schema
            : table.Metadata.SchemaFor(reference.Selector(table.Metadata, reference.Find(table.Metadata, table.Identifier.ToString())));
        return StatementResult.Rows(describe.Kind, Described, Columns(schema));
    }

    public static async Task<StatementResult> ShowAsync(StatementScope scope, Statement.Show show)
    {
        switch (show.Target)
        {
            case ShowTarget.Namespaces:
                return StatementResult.Rows(show.Kind, Namespaces, await NamespacesAsync(scope, show).ConfigureAwait(false));
            case ShowTarget.Tables or ShowTarget.Views:
                return StatementResult.Rows(show.Kind, Listed, await TablesAsync(scope, show).ConfigureAwait(false));
            case ShowTarget.Columns:
                return await DescribeAsync(scope, new Statement.DescribeTable(show.In!)).ConfigureAwait(false);
            default:
                var (levels, name) = scope.Session.Names.Complete(show.In!.Parts);
                var found = await TableResolver.FindAsync(scope, levels, name, show.In.Start).ConfigureAwait(false);
                var properties = found.Table?.Metadata.Properties ?? found.View!.Metadata.Properties;
                return StatementResult.Rows(show.Kind, Properties, properties.Select(p => Row(p.Key, p.Value)));
        }
    }

    public static async Task<StatementResult> ShowCreateAsync(StatementScope scope, Statement.ShowCreate show)
    {
        var (levels, name) = scope.Session.Names.Complete(show.Name.Parts);
        var found = await TableResolver.FindAsync(scope, levels, name, show.Name.Start).ConfigureAwait(false);
        if (show.View != found.View is not null)
            throw EngineException.At(EngineErrorKind.InvalidInput, $"{show.Name} is a {(show.View ? "table" : "view")}: SHOW CREATE {(show.View ? "TABLE" : "VIEW")} shows it.", scope.Sql.Text, show.Name.Start);
        return StatementResult.Rows(show.Kind, Text, found.Table is { } table ? CreateText.OfTable(table).Select(text => Row(text)) : [Row(CreateText.OfView(found.View!))]);
    }

    static IEnumerable<IReadOnlyList<object?>> Columns(Schema schema) => schema.Fields.Select(f =>
        Row(f.Name, SqlTypeText.Of(f.Type), f.Required ? "NO" : "YES", schema.IdentifierFieldIds.Contains(f.Id) ? "PRI" : null, CreateText.Default(f), f.Doc));

    static async Task<IEnumerable<IReadOnlyList<object?>>> NamespacesAsync(StatementScope scope, Statement.Show show)
    {
        var parent = show.In is null ? Namespace.Root : await ExistingAsync(scope, show.In).ConfigureAwait(false);
        var names = new List<Namespace>();
        var pending = new Queue<Namespace>([parent]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var child in await scope.Lakehouse.Catalog.ListNamespacesAsync(next, scope.Token).ConfigureAwait(false))
            {
                names.Add(child);
                pending.Enqueue(child);
            }
        }
        return names.Where(n => Browsable(scope, n) && Matches(n.ToString(), show.Like)).Select(n => n.ToString()).Order(StringComparer.Ordinal).Select(n => Row(n));
    }

    static async Task<IEnumerable<IReadOnlyList<object?>>> TablesAsync(StatementScope scope, Statement.Show show)
    {
        var space = show.In is null ? new Namespace(scope.Session.Namespace) : await ExistingAsync(scope, show.In).ConfigureAwait(false);
        if (show.In is null && await scope.Lakehouse.Catalog.LoadNamespaceAsync(space, scope.Token).ConfigureAwait(false) is null) return [];
        scope.Demand(Permission.BrowseCatalog, new SecuredObject.Namespace(space.Levels));
        var views = await scope.Lakehouse.Catalog.ListViewsAsync(space, scope.Token).ConfigureAwait(false);
        var tables = show.Target == ShowTarget.Views ? [] : await scope.Lakehouse.Catalog.ListTablesAsync(space, scope.Token).ConfigureAwait(false);
        return tables.Select(t => (t.Name, Kind: "table")).Concat(views.Select(v => (v.Name, Kind: "view")))
            .Where(n => Matches(n.Name, show.Like)).OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => Row(space.ToString(), n.Name, n.Kind));
    }

    static async Task<Namespace> ExistingAsync(StatementScope scope, ObjectName name)
    {
        var levels = scope.Session.Names.CompleteNamespace(name.Parts);
        return await TableResolver.FindNamespaceAsync(scope, levels).ConfigureAwait(false)
            ?? throw EngineException.At(EngineErrorKind.NotFound, $"The namespace {string.Join('.', levels)} does not exist: SHOW NAMESPACES lists them.", scope.Sql.Text, name.Start);
    }

    static bool Browsable(StatementScope scope, Namespace name) =>
        scope.Lakehouse.Authorizer.Decide(scope.Session.Principal, Permission.BrowseCatalog, new SecuredObject.Namespace(name.Levels)) is Decision.Allowed;

    static bool Matches(string name, string? like) => like is null || Regex.IsMatch(
        name, $"^{Regex.Escape(like).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    static object?[] Row(params object?[] values) => values;
}
