using System.Collections.Immutable;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Sql.TimeTravel;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>Branches and tags as the last part of a table's name: <c>orders.branch_audit</c>, <c>orders.tag_v1</c>, in Spark's form.</summary>
/// <remarks>A table or view that really has such a name comes first.</remarks>
internal static class ReferenceNames
{
    const string BranchPrefix = "branch_";
    const string TagPrefix = "tag_";

    /// <summary>The parts of the table's name and the reference; null where the last part is none.</summary>
    public static (ImmutableArray<string> Table, TimeTravelTarget.ByReference Reference)? Split(ImmutableArray<string> parts)
    {
        if (parts.Length < 2) return null;
        var last = parts[^1];
        if (last.Length > BranchPrefix.Length && last.StartsWith(BranchPrefix, StringComparison.OrdinalIgnoreCase))
            return (parts[..^1], new TimeTravelTarget.ByReference(last[BranchPrefix.Length..], SnapshotRefType.Branch));
        return last.Length > TagPrefix.Length && last.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase)
            ? (parts[..^1], new TimeTravelTarget.ByReference(last[TagPrefix.Length..], SnapshotRefType.Tag))
            : null;
    }

    /// <summary>What a name in a query stands for, and the branch or tag that it ends in.</summary>
    public static async Task<(TableResolver.Found Found, TimeTravelTarget.ByReference? Reference)> FindAsync(
        StatementScope scope, NameSpaceContext names, ImmutableArray<string> parts, int offset)
    {
        var (levels, name) = names.Complete(parts);
        if (Split(parts) is { } split && await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false) is null)
        {
            var (tableLevels, tableName) = names.Complete(split.Table);
            if (await TableResolver.TryFindAsync(scope, tableLevels, tableName).ConfigureAwait(false) is { Table: { } table })
            {
                var found = await TableResolver.FindAsync(scope, table.Identifier.Namespace.Levels, table.Identifier.Name, offset).ConfigureAwait(false);
                return (found, split.Reference with { Name = Spelled(table.Metadata, split.Reference.Name) });
            }
        }
        return (await TableResolver.FindAsync(scope, levels, name, offset).ConfigureAwait(false), null);
    }

    /// <summary>The table that a statement writes to and the branch of it, main where the name says none.</summary>
    /// <exception cref="EngineException">There is no such table or branch, it is a tag, or the principal may not write.</exception>
    public static async Task<(Table Table, string Branch)> FindTargetAsync(StatementScope scope, ObjectName target)
    {
        var (levels, name) = scope.Session.Names.Complete(target.Parts);
        if (Split(target.Parts) is { } split && await TableResolver.TryFindAsync(scope, levels, name).ConfigureAwait(false) is null)
        {
            var (tableLevels, tableName) = scope.Session.Names.Complete(split.Table);
            if (await TableResolver.TryFindAsync(scope, tableLevels, tableName).ConfigureAwait(false) is { Table: { } table })
            {
                scope.Demand(Permission.WriteRows, new SecuredObject.Table(tableLevels, tableName));
                return (table, Branch(scope, target, table, split.Reference));
            }
        }
        scope.Demand(Permission.WriteRows, new SecuredObject.Table(levels, name));
        return (await TableResolver.FindTableAsync(scope, levels, name, target.Start).ConfigureAwait(false), SnapshotRef.MainBranch);
    }

    static string Branch(StatementScope scope, ObjectName target, Table table, TimeTravelTarget.ByReference wanted)
    {
        var name = Spelled(table.Metadata, wanted.Name);
        if (wanted.Type == SnapshotRefType.Tag)
            throw EngineException.At(EngineErrorKind.InvalidInput, $"{name} is a tag of {table}: only branches are written to.", scope.Sql.Text, target.Start);
        return table.Metadata.Refs.GetValueOrDefault(name) is { Type: SnapshotRefType.Branch } || name == SnapshotRef.MainBranch
            ? name
            : throw EngineException.At(EngineErrorKind.NotFound, $"The table {table} has no branch {name}: ALTER TABLE {table} CREATE BRANCH {name} creates it.", scope.Sql.Text, target.Start);
    }

    /// <summary>SQL names know no case: an exact match wins, then the only one that differs in case.</summary>
    static string Spelled(TableMetadata metadata, string name)
    {
        if (metadata.Refs.ContainsKey(name)) return name;
        var matching = metadata.Refs.Keys.Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return matching.Count == 1 ? matching[0] : name;
    }
}
