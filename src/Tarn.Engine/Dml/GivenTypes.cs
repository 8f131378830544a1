using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Dml;

/// <summary>
/// As what types a statement's expressions are given for columns that are structs or hold some: which fields they have decides on their casts. The executor says so when it binds the expressions, before the statement runs.
/// </summary>
internal sealed class GivenTypes
{
    const string Item = "__tarn_given";

    readonly Dictionary<TextSlice, LogicalType> _types = [];

    /// <summary>Finds out the types of expressions.</summary>
    /// <param name="run">Whose expressions they are.</param>
    /// <param name="values">Expressions for columns that are structs or hold some.</param>
    /// <param name="addFrom">Writes what the expressions take their columns from, and tells what stands for references in it.</param>
    public async Task AskAsync(RowChangeRun run, ImmutableArray<TextSlice> values, Func<TextComposer, ImmutableDictionary<int, Func<TableReference, Task<string>>>> addFrom)
    {
        if (values.IsEmpty) return;
        var text = run.Compose();
        for (var i = 0; i < values.Length; i++) text.Add(i == 0 ? "SELECT " : ", ").AddBracketed(values[i]);
        text.Add(" FROM ");
        var given = addFrom(text);
        var columns = await run.DescribeAsync(text, given).ConfigureAwait(false);
        for (var i = 0; i < values.Length; i++) _types[values[i]] = columns[i].Type;
    }

    /// <summary>Writes an expression of the user's as the column's type, or the column's default where there is none.</summary>
    public void Compose(TextComposer text, NestedField field, TextSlice? expression)
    {
        if (expression is not { } given) text.Add(GivenValue.Default(field));
        else if (!_types.TryGetValue(given, out var type) || !GivenValue.IsRebuilt(field, type)) text.For(given).Add("CAST(").AddBracketed(given).Add($" AS {Scans.ExecutorTypes.Sql(field.Type)})");
        // The expression is evaluated once, however often its value is needed.
        else text.For(given).Add("list_transform([").AddBracketed(given).Add($"], lambda {Item}: {GivenValue.Cast(field, type, Item)})[1]");
    }
}
