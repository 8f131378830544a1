using System.Collections.Immutable;
using Tarn.Engine.Changelog;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Roles;

namespace Tarn.Engine.MetadataTables;

/// <summary>Finds the table behind <c>ns.t.history</c>. A table that is really named so goes first.</summary>
static class MetadataTableLookup
{
    /// <summary>The table, if the principal may read its rows; null where the name is no metadata table's.</summary>
    public static async Task<Table?> FindAsync(StatementScope scope, ImmutableArray<string> levels, string name, ImmutableArray<string> defaultNamespace)
    {
        if (!(MetadataTableNames.Contains(name) || name.Equals(ChangelogTable.Name, StringComparison.OrdinalIgnoreCase)) || levels.IsEmpty) return null;
        if (await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false) is not null) return null;
        var space = levels.Length > 1 ? levels[..^1] : defaultNamespace;
        if (await TableResolver.TryFindAsync(scope, space, levels[^1]).ConfigureAwait(false) is not { Table: { } table }) return null;
        scope.Demand(Permission.ReadRows, new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name));
        return table;
    }
}
