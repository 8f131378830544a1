using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Select;

/// <summary>How dotted names are completed: <c>[catalog.]namespace….table</c>, with a default namespace for a bare name.</summary>
internal sealed record NameSpaceContext(ImmutableArray<string> CatalogAliases, ImmutableArray<string> DefaultNamespace)
{
    /// <summary>Namespace levels and name. A quoted part with dots holds several levels: the executor's grammar has three parts only.</summary>
    public (ImmutableArray<string> Levels, string Name) Complete(ImmutableArray<string> parts)
    {
        var own = parts.Length > 1 && IsCatalog(parts[0]) ? parts[1..] : parts;
        return own.Length == 1 ? (DefaultNamespace, own[0]) : ([.. own[..^1].SelectMany(p => p.Split('.'))], own[^1]);
    }

    /// <summary>The levels of a namespace's own name.</summary>
    public ImmutableArray<string> CompleteNamespace(ImmutableArray<string> parts) =>
        [.. (parts.Length > 1 && IsCatalog(parts[0]) ? parts[1..] : parts).SelectMany(p => p.Split('.'))];

    public bool IsCatalog(string name) => CatalogAliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>True where <paramref name="qualifier"/> names the table written as <paramref name="table"/>: the same path, or its end.</summary>
    public bool Names(ImmutableArray<string> table, ReadOnlySpan<string> qualifier)
    {
        var (levels, name) = Complete(table);
        ImmutableArray<string> path = [.. levels, name];
        var start = qualifier.Length > 1 && IsCatalog(qualifier[0]) ? 1 : 0;
        var wanted = qualifier[start..].ToArray().SelectMany(p => p.Split('.')).ToArray();
        return wanted.Length <= path.Length && path[^wanted.Length..].SequenceEqual(wanted, StringComparer.OrdinalIgnoreCase);
    }
}
