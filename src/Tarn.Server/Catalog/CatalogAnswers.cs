using Tarn.Server.Lineage;

namespace Tarn.Server.Catalog;

/// <summary><c>GET /catalog</c>.</summary>
sealed record CatalogAnswer(DateTimeOffset AsOf, IReadOnlyList<NamespaceAnswer> Namespaces);

sealed record NamespaceAnswer(string Name, IReadOnlyList<string> Levels, IReadOnlyList<TableSummary> Tables);

/// <summary>A table or view in the tree; the numbers are those of the current snapshot's summary.</summary>
sealed record TableSummary(string Name, string Kind)
{
    public long? Rows { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }

    public long? Bytes { get; init; }

    public string? Snapshot { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public long? Files { get; init; }

    /// <summary>What the last commit did.</summary>
    public string? Operation { get; init; }

    public Freshness? Freshness { get; init; }

    /// <summary>Whose it is: the property <c>owner</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>Its metadata cannot be read; absent where it can.</summary>
    public bool? Damaged { get; init; }
}

/// <summary><c>GET /catalog/{ns}/{table}</c>.</summary>
sealed record TableAnswer(string Namespace, IReadOnlyList<string> Levels, string Name, string Kind, IReadOnlyList<ColumnAnswer> Columns)
{
    public string? Doc { get; init; }

    public string? Snapshot { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    /// <summary>When the server looked: the instant that <c>freshness</c> counts from.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public long? Rows { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }

    public long? Bytes { get; init; }

    public long? Files { get; init; }

    public int? FormatVersion { get; init; }

    public IReadOnlyList<PartitionFieldAnswer> PartitionSpec { get; init; } = [];

    /// <summary>A view's text.</summary>
    public string? Sql { get; init; }

    public string? Location { get; init; }

    public string? Owner { get; init; }

    public string? Operation { get; init; }

    public Freshness? Freshness { get; init; }

    /// <summary>As the table carries them.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    public IReadOnlyList<string>? SortOrder { get; init; }

    /// <summary>Which columns identify a row, and who says so.</summary>
    public DiffKey? Key { get; init; }

    /// <summary>Fields that no longer are in the schema, with what happened to them.</summary>
    public IReadOnlyList<ColumnAnswer>? Dropped { get; init; }

    public int? Snapshots { get; init; }

    public LineageAnswer? Lineage { get; init; }

    /// <summary>The dbt node that builds it.</summary>
    public ModelLink? Model { get; init; }

    /// <summary>What this caller may do with it besides reading: <c>write</c>, <c>manage</c>, <c>maintain</c>.</summary>
    public IReadOnlyList<string> May { get; init; } = [];
}

/// <summary>The dbt node behind a table.</summary>
sealed record ModelLink(string Id, string Name, string Path);

/// <summary>A column, or a field of one; <c>type</c> is Iceberg's name.</summary>
sealed record ColumnAnswer(int Id, string Name, string Type, bool Required, string? Doc, IReadOnlyList<ColumnAnswer>? Children)
{
    /// <summary>What changes of the schema did to it, oldest first; absent where nothing did.</summary>
    public IReadOnlyList<ColumnChange>? History { get; init; }

    /// <summary>About how many different values it has, as ANALYZE TABLE or another writer counted last; absent where nobody did.</summary>
    public long? DistinctValues { get; init; }

    /// <summary>The value of rows that are older than the column, as SQL text.</summary>
    public string? Default { get; init; }
}

sealed record PartitionFieldAnswer(string Name, string Transform, string Source);

/// <summary><c>GET /find</c>.</summary>
sealed record FindAnswer(IReadOnlyList<FoundItem> Items);

/// <summary>Something found; <c>tables</c> says in how many tables a column of this name is.</summary>
sealed record FoundItem(string Kind, string Name)
{
    public string? Namespace { get; init; }

    public IReadOnlyList<string>? Levels { get; init; }

    public string? Table { get; init; }

    public string? Type { get; init; }

    public int? Tables { get; init; }

    /// <summary>The page of what is no table: a <c>sync</c>, <c>model</c>, saved <c>query</c>, or a <c>doc</c>'s page or heading (its page's title is the <c>namespace</c>).</summary>
    public string? Href { get; init; }
}
