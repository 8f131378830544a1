namespace Tarn.Server.Catalog;

/// <summary><c>GET /catalog</c>.</summary>
sealed record CatalogAnswer(DateTimeOffset AsOf, IReadOnlyList<NamespaceAnswer> Namespaces);

sealed record NamespaceAnswer(string Name, IReadOnlyList<string> Levels, IReadOnlyList<TableSummary> Tables);

/// <summary>A table or view in the tree; the numbers are those of the current snapshot's summary.</summary>
sealed record TableSummary(string Name, string Kind)
{
    public long? Rows { get; init; }

    public long? Bytes { get; init; }

    public string? Snapshot { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary><c>GET /catalog/{ns}/{table}</c>.</summary>
sealed record TableAnswer(string Namespace, IReadOnlyList<string> Levels, string Name, string Kind, IReadOnlyList<ColumnAnswer> Columns)
{
    public string? Doc { get; init; }

    public string? Snapshot { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public long? Rows { get; init; }

    public long? Bytes { get; init; }

    public long? Files { get; init; }

    public int? FormatVersion { get; init; }

    public IReadOnlyList<PartitionFieldAnswer> PartitionSpec { get; init; } = [];

    /// <summary>A view's text.</summary>
    public string? Sql { get; init; }
}

/// <summary>A column, or a field of one; <c>type</c> is Iceberg's name.</summary>
sealed record ColumnAnswer(int Id, string Name, string Type, bool Required, string? Doc, IReadOnlyList<ColumnAnswer>? Children);

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
}
