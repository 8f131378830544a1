using System.Collections.Immutable;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>The rows of a branch, each a dictionary of values by the keys of fields, which never changes.</summary>
internal sealed record ModelRows(ImmutableList<Dictionary<int, object?>> Rows)
{
    public const string Main = "main";

    /// <summary>The key of the column <c>id</c>.</summary>
    public const int Id = 1;

    public static ModelRows Empty { get; } = new(ImmutableList<Dictionary<int, object?>>.Empty);

    /// <summary>The rows as lines of text, ordered by id.</summary>
    public string Text(ImmutableList<ModelField> columns) =>
        string.Join('\n', Rows.OrderBy(IdOf).Select(r => string.Join(" | ", columns.Select(c => $"{c.Name}={c.TextIn(r)}"))));

    public static int IdOf(Dictionary<int, object?> row) => (int)row[Id]!;

    /// <summary>Puts other rows in the place of those that meet a condition; null takes them out.</summary>
    public ModelRows Change(Func<Dictionary<int, object?>, bool> condition, Func<Dictionary<int, object?>, Dictionary<int, object?>?> change) =>
        new([.. Rows.Select(r => condition(r) ? change(r) : r).OfType<Dictionary<int, object?>>()]);
}
