using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Warehouses;

/// <summary>dbt's <c>api</c>: constructors of relations and columns.</summary>
internal static class AdapterApi
{
    /// <param name="quoting">How the root project quotes names.</param>
    public static PyDict Of(QuotePolicy quoting) => new(new Dictionary<string, object?>
    {
        ["Relation"] = new PyDict(new Dictionary<string, object?>
        {
            ["create"] = new NativeFunction(
                new Signature("create(database=None, schema=None, identifier=None, type=None, **kwargs)"),
                (_, a) => new RelationValue(Text(a[0]), Text(a[1]), Text(a[2]), Text(a[3])) { Quoting = quoting }),
            ["Table"] = "table",
            ["View"] = "view",
            ["CTE"] = "cte",
        }),
        ["Column"] = new PyDict(new Dictionary<string, object?>
        {
            ["translate_type"] = new NativeFunction("translate_type", a => a[0], 1),
            ["string_type"] = new NativeFunction("string_type", _ => "varchar", 1),
            ["numeric_type"] = new NativeFunction("numeric_type", a => $"{PyText.Str(a[0])}({PyText.Str(a[1])},{PyText.Str(a[2])})", 3),
            ["create"] = new NativeFunction("create", a => new ColumnValue(PyText.Str(a[0]), PyText.Str(a[1])), 2),
        }),
    });

    private static string? Text(object? value) => value is null ? null : PyText.Str(value);
}
